#include "probe.hpp"

using namespace probe;

// G3a: awaits in the branches of ?: with a class type.
task<int> choose(bool first)
{
    const tracked t = first ? co_await object(long_text) : co_await object("short"); // co_await-trap
    co_return t.value == (first ? long_text : "short") ? 1 : 0;
}

int main()
{
    const int one = choose(true).run();
    const int two = choose(false).run();
    return verdict(one == 1 && two == 1);
}
