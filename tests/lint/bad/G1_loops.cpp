task<void> loops()
{
    while (co_await next()) // co_await-trap
        use();
    while (auto part = co_await next()) // co_await-trap
    {
        use(part);
    }
    do
    {
        use();
    } while (co_await next()); // co_await-trap
    do
        use();
    while (!co_await next()); // co_await-trap
    for (int i = 0; co_await next(i); ++i) // co_await-trap
        use();
}

auto work = [](int limit) -> task<void> {
    for (;;)
    {
        try
        {
            while (co_await next(limit)) // co_await-trap
                use();
        }
        catch (...)
        {
        }
    }
};

#define UNTIL_DONE(x) \
    while (co_await (x)) // co_await-trap
