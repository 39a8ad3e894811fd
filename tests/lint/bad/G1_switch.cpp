task<int> choose()
{
    switch (co_await f()) // co_await-trap
    {
    case 1: co_return 1;
    default: break;
    }
    switch (auto x = co_await f(); co_await g(x)) // co_await-trap
    {
    default: break;
    }
    co_return 0;
}
