// No known trap of the compiler, but outside the rule: what is not allowed cannot become the next one.
task<int> shapes()
{
    use(co_await f());                          // co_await-trap
    auto x = (co_await f()).value();            // co_await-trap
    auto y = 1 + co_await f();                  // co_await-trap
    auto z = co_await f() + 1;                  // co_await-trap
    x += co_await f();                          // co_await-trap
    x = co_await f(values[2]);                  // co_await-trap
    values[3] = co_await f();                   // co_await-trap
    for (auto item : co_await f())              // co_await-trap
        use(item);
    for (int i = 0; i < 3; i = co_await f(i))   // co_await-trap
        use(i);
    co_return use(co_await f());                // co_await-trap
}
