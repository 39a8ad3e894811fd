#include "probe.hpp"

using namespace probe;

struct request
{
    tracked body;
    int port = 0;
};

task<int> send(request r) { co_return r.body.value == long_text ? r.port : 0; }

// The control: the same written by the house rule must work with every compiler.
task<int> ask()
{
    request r{tracked(long_text), 80};
    const int port = co_await send(std::move(r));
    if (port == 80)
        co_return 1;
    co_return 0;
}

int main()
{
    const int good = ask().run();
    return verdict(good == 1);
}
