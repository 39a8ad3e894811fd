#include "probe.hpp"

using namespace probe;

struct pair_of
{
    tracked a;
    tracked b;
};

// G3b: awaits inside the braces of an aggregate.
task<int> both()
{
    const pair_of p{co_await object(long_text), co_await object(long_text)}; // co_await-trap
    co_return p.a.value == long_text&& p.b.value == long_text ? 1 : 0;
}

int main()
{
    const int good = both().run();
    return verdict(good == 1);
}
