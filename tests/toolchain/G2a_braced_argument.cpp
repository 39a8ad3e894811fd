#include "probe.hpp"

using namespace probe;

struct request // an aggregate
{
    tracked body;
    int port = 0;
};

task<int> send(request r) { co_return r.body.value == long_text ? r.port : 0; }

// G2a: a temporary of aggregate type among the arguments of an awaited call.
task<int> ask()
{
    const int port = co_await send(request{tracked(long_text), 80}); // co_await-trap
    co_return port;
}

int main()
{
    const int port = ask().run();
    return verdict(port == 80);
}
