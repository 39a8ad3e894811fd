#pragma once

#include <codexflow/json.hpp>

#include <boost/test/unit_test.hpp>

#include <fstream>
#include <iterator>
#include <memory>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

/** @file
 *  Recorded provider answers, kept outside the repository. Tests that read them are skipped, with a
 *  message, where they are absent. */
namespace codexflow::test {

inline std::string read_file(const std::string& path)
{
    std::ifstream file(path, std::ios::binary);
    return {std::istreambuf_iterator<char>(file), std::istreambuf_iterator<char>()};
}

/// One recorded answer and what is expected of it.
struct wire_entry
{
    std::string id;
    std::string body;
    json::value entry; ///< The whole entry of the index; lives as long as its wire_data.
};

/// The recordings of one provider and kind ("stream", "error_response"); empty when they are absent.
class wire_data
{
public:
    wire_data(std::string_view provider, std::string_view kind)
        : folder_(CODEXFLOW_SHARED_DIR "/data/wire/"),
          text_(read_file(folder_ + "index.json"))
    {
        if (text_.empty())
        {
            BOOST_TEST_MESSAGE("skipped: " << folder_ << "index.json is absent");
            return;
        }
        BOOST_REQUIRE_MESSAGE(index_.parse(text_), index_.error().message);
        for (const json::value entry : index_.root()["entries"].elements())
        {
            if (entry["kind"].string() != kind ||
                (!provider.empty() && entry["provider"].string() != provider))
                continue;
            const std::string file(entry["file"].string());
            entries_.push_back(
                wire_entry{std::string(entry["id"].string()), read_file(folder_ + file), entry});
            BOOST_REQUIRE_MESSAGE(!entries_.back().body.empty(), file << " is missing");
        }
        BOOST_REQUIRE(!entries_.empty());
    }

    auto begin() const { return entries_.begin(); }
    auto end() const { return entries_.end(); }
    bool empty() const { return entries_.empty(); }

private:
    std::string folder_;
    std::string text_;
    json::document index_;
    std::vector<wire_entry> entries_;
};

} // namespace codexflow::test
