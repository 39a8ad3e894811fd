#include "probe.hpp"

using namespace probe;

// G1: an await in the condition of an if, in a coroutine without local variables.
task<int> choose(int n)
{
    if (co_await number(n) == 3) // co_await-trap
        co_return 1;
    co_return 2;
}

int main()
{
    const int one = choose(3).run();
    const int two = choose(4).run();
    return verdict(one == 1 && two == 2);
}
