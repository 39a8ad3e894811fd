task<void> lists()
{
    co_await f({"a", "b"});                                    // co_await-trap
    auto v = std::vector<std::string>{co_await a(), "b"};      // co_await-trap
    std::vector<std::string> w{"b", co_await a()};             // co_await-trap
    co_await f(std::vector<std::string>{"a", "b"});            // co_await-trap
    co_await f(std::initializer_list<int>{1, 2});              // co_await-trap
}
