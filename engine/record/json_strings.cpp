#include "engine/record/json_strings.hpp"

#include <codexflow/json.hpp>
#include <codexflow/json_writer.hpp>

#include <rapidjson/memorystream.h>
#include <rapidjson/reader.h>

namespace codexflow {
namespace {

/// Behind the closing quote of the string that opens at @p open; npos if it does not close.
std::size_t end_of_string(std::string_view text, std::size_t open)
{
    for (std::size_t at = open + 1; at < text.size(); ++at)
    {
        at = text.find_first_of("\"\\", at);
        if (at == text.npos || text[at] == '"')
            return at == text.npos ? at : at + 1;
        ++at; // what is escaped
    }
    return text.npos;
}

} // namespace

bool begins_like_json(std::string_view text) noexcept
{
    const auto first = text.find_first_not_of(" \t\r\n");
    return first != text.npos && (text[first] == '{' || text[first] == '[');
}

bool is_json(std::string_view text)
{
    rapidjson::MemoryStream stream(text.data(), text.size());
    rapidjson::Reader reader;
    rapidjson::BaseReaderHandler<> ignore;
    constexpr unsigned flags =
        rapidjson::kParseIterativeFlag | rapidjson::kParseNumbersAsStringsFlag | rapidjson::kParseValidateEncodingFlag;
    return !reader.Parse<flags>(stream, ignore).IsError();
}

void change_json_strings(std::string& text, json_string_choice which, const std::function<bool(std::string&)>& change)
{
    std::string made;
    std::size_t copied = 0;
    json::document decoder;
    for (std::size_t open = text.find('"'); open != text.npos;)
    {
        const std::size_t end = end_of_string(text, open);
        if (end == text.npos)
            break;
        const std::string_view spelt = std::string_view(text).substr(open, end - open);
        const bool wanted = which == json_string_choice::all || spelt.find('\\') != spelt.npos;
        if (wanted && decoder.parse(spelt))
        {
            std::string says(decoder.root().string());
            if (change(says))
            {
                made.append(text, copied, open - copied);
                append_json_string(made, says);
                copied = end;
            }
        }
        open = text.find('"', end);
    }
    if (copied == 0)
        return;
    made.append(text, copied);
    text = std::move(made);
}

} // namespace codexflow
