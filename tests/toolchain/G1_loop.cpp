#include "probe.hpp"

using namespace probe;

// G1: an await in the condition of a while, inside try.
task<int> count(int& left)
{
    try
    {
        while (co_await number(left--)) // co_await-trap
            (void)left;
    }
    catch (...)
    {
        std::_Exit(1);
    }
    co_return left;
}

int main()
{
    int left = 3;
    const int result = count(left).run();
    return verdict(result == -1);
}
