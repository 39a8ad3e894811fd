// Secrets of every shape, split at every place, through the whole funnel and the recorder: none comes out.
#include "tests/plugins/redactor/redactor_fixture.hpp"

#include "engine/record/recorder.hpp"
#include "engine/run/redactor_setup.hpp"
#include "tests/support/secret_shapes.hpp"

#include <codexflow/json.hpp>
#include <codexflow/json_writer.hpp>

#include <boost/test/unit_test.hpp>

using namespace codexflow;
using namespace codexflow::test;

namespace {

const std::string variable_value = "kept-in-a-variable \"only\" 42";

std::vector<secret_shape> all_shapes()
{
    auto all = secret_shapes();
    all.push_back({"", variable_value, {variable_value, "kept-in-a-variable"}});
    all.push_back({"", R"({"user":"ann","password":"opensesame"})", {"opensesame"}}); // alone it is a document
    return all;
}

bool clean(std::string_view text, const secret_shape& one)
{
    for (const std::string& needle : one.needles)
        if (text.find(needle) != text.npos)
            return false;
    return true;
}

struct canary_fixture : redactor_fixture
{
    canary_fixture() { variables = {{"THE_VARIABLE", variable_value}}; }
    std::unique_ptr<opened> open_all()
    {
        return open("redaction: [ { plugin: fields }, { plugin: secrets, env: [THE_VARIABLE] } ]\n");
    }
};

std::string in_pieces(const redaction& by, const std::vector<std::string_view>& pieces)
{
    redaction::stream text(by);
    std::string made;
    for (const std::string_view piece : pieces)
        made += text.feed(piece);
    return made += text.end();
}

} // namespace

BOOST_FIXTURE_TEST_SUITE(canaries, canary_fixture)

BOOST_AUTO_TEST_CASE(in_two_pieces_at_every_place_and_in_three)
{
    const auto made = open_all();
    for (const secret_shape& one : all_shapes())
    {
        const std::string text = one.text.starts_with('{') ? one.text : "it is " + one.text + " .";
        const std::string_view all(text);
        const std::string wanted = in_pieces(made->funnel, {all});
        BOOST_TEST(clean(wanted, one), wanted);
        BOOST_TEST(clean(whole(made->funnel, text), one), text);
        // Short texts at every pair of places, long ones at every 3rd and 11th.
        const std::size_t by_first = text.size() <= 80 ? 1 : 3, by_second = text.size() <= 80 ? 1 : 11;
        for (std::size_t first = 0; first <= text.size(); first += 1)
            if (in_pieces(made->funnel, {all.substr(0, first), all.substr(first)}) != wanted)
                BOOST_ERROR("cut behind " << first << ": " << text);
        for (std::size_t first = 0; first <= text.size(); first += by_first)
            for (std::size_t second = first; second <= text.size(); second += by_second)
                if (in_pieces(made->funnel, {all.substr(0, first), all.substr(first, second - first), all.substr(second)}) != wanted)
                    BOOST_ERROR("cut behind " << first << " and " << second << ": " << text);
    }
    BOOST_TEST(made->funnel.take_faults().empty());
}

BOOST_AUTO_TEST_CASE(in_documents_and_in_documents_within_their_strings)
{
    const auto made = open_all();
    for (const secret_shape& one : all_shapes())
    {
        std::string inner, document;
        json_writer(inner).begin_object().member("note", "see " + one.text).member("n", 1).end_object();
        json_writer(document).begin_object().member("text", "a\n" + one.text).member("arguments", inner).end_object();
        made->funnel.apply_json(document);
        json::document parsed;
        BOOST_TEST_REQUIRE(parsed.parse(document), document);
        const std::string text(parsed.root()["text"].string()), arguments(parsed.root()["arguments"].string());
        const bool is_object = one.text.starts_with('{'); // within other text that is no document
        BOOST_TEST((is_object || clean(text, one)), text);
        BOOST_TEST((is_object || clean(arguments, one)), arguments);
        BOOST_TEST(parsed.parse(arguments), arguments);
    }
}

BOOST_AUTO_TEST_CASE(as_chunks_of_every_channel_between_other_events)
{
    const auto made = open_all();
    struct keeper final : event_listener
    {
        void on_event(const run_event&, std::string_view line) override { lines += line; }
        std::string lines;
    };
    for (const secret_shape& one : secret_shapes())
        for (std::size_t cut = 0; cut <= one.text.size(); cut += one.text.size() > 100 ? 7 : 1)
        {
            recorder record(time, "run-1", false);
            keeper kept;
            record.add_listener(kept);
            BOOST_TEST_REQUIRE(open_redactors(made->settings, plugins, *made->service, record.redaction()).has_value());
            const task_ref first{"t1", "a", "a", "p", ""}, second{"t2", "b", "b", "p", ""};
            for (const auto channel : {event::chunk::channel::text, event::chunk::channel::reasoning, event::chunk::channel::tool_args})
            {
                event::chunk piece;
                piece.what = channel;
                piece.text = std::string_view(one.text).substr(0, cut);
                record.emit(&first, piece);
                record.emit(&second, event::notice{}); // of another task: ends nothing here
                piece.text = std::string_view(one.text).substr(cut);
                record.emit(&first, piece);
            }
            record.emit(&first, event::task_complete{});
            if (!clean(kept.lines, one))
                BOOST_ERROR("cut behind " << cut << ": " << kept.lines);
        }
}

BOOST_AUTO_TEST_SUITE_END()
