task<std::string> ternaries(bool c)
{
    auto x = c ? co_await a() : b();        // co_await-trap
    x = (co_await flag()) ? std::string("y") : std::string("n"); // co_await-trap
    co_await send(c ? x : "");              // co_await-trap
    co_return c ? co_await a() : std::string(); // co_await-trap
}
