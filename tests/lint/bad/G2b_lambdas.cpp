task<void> closures(std::string s)
{
    co_await call([s] { use(s); });                                              // co_await-trap
    co_await co_spawn(ex, [s]() -> task<void> { co_return; }, use_awaitable);    // co_await-trap
    co_spawn(co_await this_coro::executor, [s] { use(s); }, report);             // co_await-trap
    co_await [s]() -> task<int> { co_return 1; }();                              // co_await-trap
    const auto x = co_await call([&, s = std::move(s)](int i) mutable { return i; }); // co_await-trap
    co_return co_await call([] { return 1; });                                   // co_await-trap
}
