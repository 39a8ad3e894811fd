#pragma once

#include "tests/plugins/memory/backends.hpp"

#include <codexflow/json.hpp>
#include <codexflow/json_writer.hpp>

#include <boost/test/unit_test.hpp>

#include <memory>
#include <string>
#include <string_view>
#include <vector>

namespace codexflow::test {

inline std::string quoted(std::string_view text)
{
    std::string made;
    append_json_string(made, text);
    return made;
}

/// An entry of the second @p second of 2025, with further members.
inline std::string entry_json(int second, std::string_view alias, std::string_view agent, std::string_view more = {})
{
    const std::string two = (second < 10 ? "0" : "") + std::to_string(second);
    return R"({"ts":"2025-01-01T00:00:)" + two + R"(.000Z","alias":)" + quoted(alias) + R"(,"agent_id":)" + quoted(agent) +
           (more.empty() ? "" : ",") + std::string(more) + '}';
}

/// One memory in a test, asked with few words. What fails fails the test.
class memory_case
{
public:
    explicit memory_case(const backend& of) : place_(memory_place::make(of)) {}

    /// Whether it can be tested here.
    bool there() const noexcept { return place_ != nullptr; }
    memory_client& client() { return place_->client(); }
    memory_place& place() { return *place_; }

    std::string time = "2025-01-01T12:00:00.000Z"; ///< The "now" of requests.

    memory_answer ask(const std::string& verb, const std::string& request) { return client().run(verb, request); }

    /// The result document of what must work.
    std::string result(const std::string& verb, const std::string& request)
    {
        const memory_answer answer = ask(verb, request);
        BOOST_REQUIRE_MESSAGE(answer.status == CFLOW_OK, verb << ": " << answer.text);
        return answer.text;
    }
    void append(const std::vector<std::string>& entries)
    {
        std::string request = R"({"entries":[)";
        for (const std::string& one : entries)
            request.append(request.back() == '[' ? "" : ",").append(one);
        request += "]}";
        BOOST_TEST(result("append", request) == R"({"appended":)" + std::to_string(entries.size()) + '}');
    }
    /// {"now":..} with further members.
    std::string now(std::string_view more = {}) const
    {
        return R"({"now":")" + time + '"' + (more.empty() ? "" : ",") + std::string(more) + '}';
    }
    std::string query_text(std::string_view filter = {}, int limit = 1000) const
    {
        return now(R"("limit":)" + std::to_string(limit) + (filter.empty() ? "" : ",") + std::string(filter));
    }
    std::vector<std::string> query(std::string_view filter = {}, int limit = 1000)
    {
        const memory_answer answer = ask("query", query_text(filter, limit));
        BOOST_REQUIRE_MESSAGE(answer.status == CFLOW_OK, answer.text);
        BOOST_TEST(member(answer.text, "count") == std::to_string(answer.entries.size()));
        return answer.entries;
    }
    /// The seconds (entry_json) of what a query finds.
    std::vector<int> seconds(std::string_view filter)
    {
        std::vector<int> found;
        for (const std::string& one : query(filter))
            found.push_back(std::stoi(member(one, "ts").substr(17, 2)));
        return found;
    }

    /// A member as text: of a string its content, of all else how it is written; "" if it is not there.
    static std::string member(const std::string& json, std::string_view name)
    {
        json::document document;
        BOOST_REQUIRE_MESSAGE(document.parse(json), json);
        const json::value value = document.root()[name];
        return std::string(value.is_string() ? value.string() : value.raw());
    }

    /// Whether two entries say the same: the members in any order, each written in any way that means the same text.
    static bool same(const std::string& one, const std::string& other)
    {
        json::document first, second;
        BOOST_REQUIRE(first.parse(one));
        BOOST_REQUIRE(second.parse(other));
        if (first.root().size() != second.root().size())
            return false;
        for (const json::member each : first.root().members())
        {
            const json::value there = second.root()[each.name];
            const bool equal = each.value.is_string() ? there.is_string() && there.string() == each.value.string()
                                                      : there.raw() == each.value.raw();
            if (!equal)
                return false;
        }
        return true;
    }

private:
    std::unique_ptr<memory_place> place_;
};

} // namespace codexflow::test
