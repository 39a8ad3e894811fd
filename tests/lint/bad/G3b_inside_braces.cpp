task<pair_of> inside()
{
    pair_of p{co_await a(), 1};                  // co_await-trap
    pair_of q = {1, co_await b()};               // co_await-trap
    use(pair_of{.first = co_await a()});         // co_await-trap
    auto r = pair_of{
        co_await a(), // co_await-trap
        co_await b(), // co_await-trap
    };
    co_return pair_of{1, co_await b()}; // co_await-trap
}
