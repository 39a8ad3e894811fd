#pragma once

#include "tests/plugins/boundary/fake_host.hpp"

#include <codexflow/json.hpp>

#include <boost/test/unit_test.hpp>

#include <string>
#include <string_view>

namespace codexflow::test {

inline constexpr std::string_view plain_request =
    R"({"model":"m","system":"be brief","messages":[{"role":"user","content":"hi"}],"stream":true,)"
    R"("agent":"coder","alias":"writer","task_id":"writer-1","attempt_id":"a1"})";

/// A member of a result or error document, as it was written; "" when it is not there.
inline std::string member(const run_result& result, std::string_view name)
{
    json::document doc;
    if (!doc.parse(result.document))
        return {};
    const json::value value = doc.root()[name];
    return std::string(value.is_string() ? value.string() : value.raw());
}

/** Cancels the call at each of its steps in turn: each time it must end at once, once, as cancelled, and
 *  leave nothing open. @p prepare sets the answers before each run. */
template <class Prepare> void check_cancellation(fake_host& host, Prepare&& prepare)
{
    host.cancel_at = SIZE_MAX;
    prepare();
    const std::size_t steps = host.run("chat", plain_request).steps;
    BOOST_TEST(steps != 0U);
    for (std::size_t step = 0; step != steps; ++step)
    {
        prepare();
        host.cancel_at = step;
        const run_result result = host.run("chat", plain_request);
        BOOST_TEST(result.status == CFLOW_E_CANCELLED, "cancelled at step " << step);
        BOOST_TEST(result.steps == step + 1, "went on behind step " << step);
    }
    host.cancel_at = SIZE_MAX;
    host.answers.clear();
}

} // namespace codexflow::test
