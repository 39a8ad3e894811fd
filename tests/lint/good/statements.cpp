// What the rule allows, and what only looks like a breach of it.
#include <coroutine>

struct aggregate
{
    int a = 1;
};

task<int> statements(std::string_view text)
{
    co_await f();
    co_await object.member(text, g(1), "a string with { [ ? in it", '{');
    co_await ns::call<int, 3>(text)->then(1'000, u8'?');
    (void)co_await f(text);
    auto x = co_await f(g(text));
    const std::string& y = co_await f();
    x = co_await f();
    object.part->x = co_await f(x);
    auto [a, b] = co_await f();
    const auto& [c, d] = co_await f();
    [[maybe_unused]] auto e = co_await f();
    if (auto r = co_await f(); r)
        co_await g(r);
    else
        co_await g();
    switch (auto r = co_await f(); r)
    {
    case 1: co_await f(); break;
    default: co_await g();
    }
    for (auto part = co_await next(); part; ++part)
        co_await g(part);
    while (x < 3)
        x = co_await f(x);
    do
        x = co_await f(x);
    while (x < 4);
    for (;;)
    {
        const auto part = co_await next();
        if (!part)
            break;
    }
    try
    {
        co_await f();
    }
    catch (const std::exception&)
    {
        x = 0;
    }
again:
    co_await f();
    aggregate one{1};
    co_await f(std::move(one));
    co_return co_await f(x);
}

auto named = [limit = 3](int n) -> task<void> {
    for (int i = 0; i < n; ++i)
    {
        co_await f(limit);
    }
};

auto without_parameters = [] {
    return [] -> task<void> { co_await f(); };
};

void spawn_it()
{
    run([]() -> task<std::vector<int>> { co_return co_await f(); }, aggregate{2}, 1 ? 2 : 3);
    const char* raw = R"x(if (co_await f()) { "quoted" )y" } )x";
    /* if (co_await f()) */
    // while (co_await f()) \
       if (co_await g())
}

struct awaitable_like
{
    auto operator co_await() const noexcept { return aggregate{1}; }
    task<void> member() const
    {
        co_await part_;
    }
    int part_[3]{};
};

#define AWAITED (co_await_count)

#define RUN_BOTH(a, b) \
    co_await (a);      \
    co_await (b)
