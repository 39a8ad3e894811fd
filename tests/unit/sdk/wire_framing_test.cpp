// The framing of recorded provider streams: however a body is cut and whatever harmless rewriting it
// went through, the same events and lines come out.
#include <codexflow/json.hpp>
#include <codexflow/ndjson.hpp>
#include <codexflow/sse.hpp>

#include "tests/support/pieces.hpp"
#include "tests/support/wire_data.hpp"
#include "tests/support/wire_transforms.hpp"

#include <boost/test/unit_test.hpp>

#include <string>
#include <string_view>
#include <vector>

using namespace codexflow;

namespace {

std::vector<std::string> events_of(const test::pieces& pieces)
{
    sse_decoder decoder;
    std::vector<std::string> events;
    sse_event event;
    const auto drain = [&] {
        while (decoder.next(event))
            events.push_back(
                std::string(event.error_line ? "error!" : event.type).append("|").append(event.data));
    };
    for (const std::string_view piece : pieces)
    {
        decoder.feed(piece);
        drain();
    }
    decoder.finish();
    drain();
    BOOST_TEST(!decoder.failed());
    return events;
}

std::vector<std::string> lines_of(const test::pieces& pieces)
{
    ndjson_decoder decoder;
    std::vector<std::string> lines;
    std::string_view line;
    for (const std::string_view piece : pieces)
    {
        decoder.feed(piece);
        while (decoder.next(line))
            lines.emplace_back(line);
    }
    decoder.finish();
    while (decoder.next(line))
        lines.emplace_back(line);
    BOOST_TEST(!decoder.failed());
    return lines;
}

/// The events by a splitter that knows only the plain form: LF, one line each for type and data.
std::vector<std::string> plain_events(std::string_view recorded)
{
    const std::string body = test::replace_all(std::string(recorded), "\r\n", "\n") + "\n\n";
    std::vector<std::string> events;
    std::string type;
    std::size_t from = 0;
    for (std::size_t at = 0; (at = body.find('\n', from)) != std::string::npos; from = at + 1)
    {
        const std::string_view line = std::string_view(body).substr(from, at - from);
        if (line.empty())
            type.clear();
        else if (line.starts_with("event: "))
            type = line.substr(7);
        else if (line.starts_with("data: "))
            events.push_back(type + "|" + std::string(line.substr(6)));
        else if (line.starts_with("error: "))
            events.push_back("error!|" + std::string(line.substr(7)));
        else
            BOOST_TEST(line.front() == ':', "an unknown line: " << line);
    }
    return events;
}

bool is_sse(const test::wire_entry& entry) { return entry.entry["file"].string().ends_with(".sse"); }

} // namespace

BOOST_AUTO_TEST_SUITE(wire_framing)

BOOST_AUTO_TEST_CASE(wire_01_to_09_and_79_event_streams)
{
    for (const test::wire_entry& entry : test::wire_data("", "stream"))
    {
        if (!is_sse(entry))
            continue;
        BOOST_TEST_CONTEXT(entry.id)
        {
            const std::vector<std::string> expected = plain_events(entry.body);
            BOOST_TEST((events_of(test::whole(entry.body)) == expected));
            BOOST_TEST((events_of(test::byte_wise(entry.body)) == expected));
            for (unsigned seed = 0; seed != 50; ++seed)
                BOOST_TEST((events_of(test::random_pieces(entry.body, seed)) == expected), "seed " << seed);
            for (const test::variant& variant : test::sse_variants(entry.body))
            {
                BOOST_TEST((events_of(test::whole(variant.body)) == expected), variant.name);
                BOOST_TEST((events_of(test::byte_wise(variant.body)) == expected),
                           variant.name << ", byte by byte");
                BOOST_TEST((events_of(test::random_pieces(variant.body, 7)) == expected),
                           variant.name << ", pieces");
            }
        }
    }
}

BOOST_AUTO_TEST_CASE(event_payloads_are_json)
{
    json::document doc;
    for (const test::wire_entry& entry : test::wire_data("", "stream"))
    {
        if (!is_sse(entry))
            continue;
        for (const std::string& event : events_of(test::whole(entry.body)))
        {
            const std::string_view data = std::string_view(event).substr(event.find('|') + 1);
            if (data != "[DONE]")
                BOOST_TEST(doc.parse(data),
                           entry.id << " at " << doc.error().offset << ": " << doc.error().message);
        }
    }
}

BOOST_AUTO_TEST_CASE(wire_10_json_lines)
{
    json::document doc;
    for (const test::wire_entry& entry : test::wire_data("ollama", "stream"))
    {
        BOOST_TEST_CONTEXT(entry.id)
        {
            const std::vector<std::string> expected = lines_of(test::whole(entry.body));
            BOOST_TEST(expected.size() == entry.entry["expected"]["lines"].as_uint64().value());
            for (const std::string& line : expected)
                BOOST_TEST(doc.parse(line), doc.error().message);
            BOOST_TEST((lines_of(test::byte_wise(entry.body)) == expected));
            for (unsigned seed = 0; seed != 50; ++seed)
                BOOST_TEST((lines_of(test::random_pieces(entry.body, seed)) == expected), "seed " << seed);
            for (const test::variant& variant : test::ndjson_variants(entry.body))
            {
                BOOST_TEST((lines_of(test::whole(variant.body)) == expected), variant.name);
                BOOST_TEST((lines_of(test::byte_wise(variant.body)) == expected),
                           variant.name << ", byte by byte");
            }
        }
    }
}

BOOST_AUTO_TEST_SUITE_END()
