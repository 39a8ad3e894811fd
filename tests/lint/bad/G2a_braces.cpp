task<void> aggregates(std::string u, std::string body)
{
    co_await send(req{.url = u});                                  // co_await-trap
    co_await send({u, body});                                      // co_await-trap
    auto x = co_await send(request{u, body});                      // co_await-trap
    x = co_await send(std::make_shared<request>(request{u, ""}));  // co_await-trap
    const auto y = co_await send(std::array<std::string, 2>{u, body}); // co_await-trap
    co_await send( // co_await-trap
        u, // the comment holds a brace { and means nothing
        request{
            u,
        });
    co_return co_await optional_part(request{u, body}); // co_await-trap
}
