#include "probe.hpp"

using namespace probe;

template <class F> task<int> call(F f)
{
    const int n = f();
    co_return n;
}

// G2b: a lambda with captures among the arguments of an awaited call.
task<int> ask(tracked t)
{
    const int n = co_await call([t] { return t.value == long_text ? 7 : 0; }); // co_await-trap
    co_return n;
}

int main()
{
    const int n = ask(tracked(long_text)).run();
    return verdict(n == 7);
}
