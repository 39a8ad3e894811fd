// Conditions. Every line marked co_await-trap must be found, and no other.
task<void> plain()
{
    if (co_await f()) // co_await-trap
        stop();
    if (!co_await f()) // co_await-trap
        stop();
    if (co_await f() == 3) // co_await-trap
    {
        stop();
    }
    else if (co_await g()) // co_await-trap
        stop();
    if constexpr (true)
        if ((co_await this_coro::cancellation_state).cancelled() != none) // co_await-trap
            stop();
    if (auto x = co_await f()) // co_await-trap
        stop();
    if (auto x = co_await f(); co_await g(x)) // co_await-trap
        stop();
    if (ready() &&
        co_await f()) // co_await-trap
        stop();
}
