#include "engine/base/document.hpp"
#include "engine/base/document_source.hpp"
#include "engine/base/text.hpp"

#include <codexflow/utf8.hpp>

#include <rapidjson/memorystream.h>
#include <rapidjson/reader.h>

#include <algorithm>
#include <optional>

namespace codexflow::doc {
namespace {

/** Receives the parser's events and builds the tree.
 *  RapidJSON reports a token after having read it; its start is the first character after the last
 *  token that is neither white space nor punctuation between tokens. */
class json_builder
{
public:
    json_builder(const source& text, rapidjson::MemoryStream& stream) : source_(text), stream_(stream) {}

    bool Null() { return scalar(kind::null, {}); }
    bool Bool(bool value) { return scalar(kind::boolean, value ? "true" : "false"); }
    bool Int(int) { return number(); }
    bool Uint(unsigned) { return number(); }
    bool Int64(std::int64_t) { return number(); }
    bool Uint64(std::uint64_t) { return number(); }
    bool Double(double) { return number(); }
    bool RawNumber(const char*, rapidjson::SizeType, bool) { return number(); }
    bool String(const char* text, rapidjson::SizeType size, bool)
    {
        return scalar(kind::string, {text, size});
    }

    bool Key(const char* text, rapidjson::SizeType size, bool)
    {
        const position where = begin_token();
        if (!check_text({text, size}, where))
            return false;
        open_.back().members.push_back({std::string(text, size), where, {}});
        return true;
    }

    bool StartObject() { return start(kind::mapping); }
    bool StartArray() { return start(kind::sequence); }
    bool EndArray(rapidjson::SizeType) { return end(); }

    bool EndObject(rapidjson::SizeType)
    {
        failure_ = find_duplicate_key(open_.back(), source_.file());
        return !failure_ && end();
    }

    /// Our own reason for having stopped the parser, if it was ours.
    const std::optional<error>& failure() const noexcept { return failure_; }
    node take() { return std::move(root_); }

private:
    position begin_token()
    {
        const std::string_view text = source_.text();
        std::size_t at = text.find_first_not_of(" \t\r\n,:", last_end_);
        at = std::min(at, text.size());
        token_start_ = at;
        last_end_ = stream_.Tell();
        return source_.at(at);
    }

    bool check_text(std::string_view text, position where)
    {
        if (utf8::valid_prefix(text) == text.size())
            return true;
        failure_ = source_.fault(where, "the string holds half of a surrogate pair")
                       .with_hint("characters above U+FFFF need both halves: \\ud83d\\ude00");
        return false;
    }

    bool number()
    {
        const position where = begin_token();
        std::string text(source_.text().substr(token_start_, last_end_ - token_start_));
        const bool whole = text.find_first_of(".eE") == std::string::npos;
        return add({whole ? kind::integer : kind::number, std::move(text), {}, {}, where});
    }

    bool scalar(kind type, std::string_view text)
    {
        const position where = begin_token();
        if (type == kind::string && !check_text(text, where))
            return false;
        return add({type, std::string(text), {}, {}, where});
    }

    bool start(kind type)
    {
        const position where = begin_token();
        if (open_.size() >= depth_limit)
        {
            failure_ =
                source_.fault(where, "more than " + std::to_string(depth_limit) + " levels of nesting");
            return false;
        }
        open_.push_back({type, {}, {}, {}, where});
        return true;
    }

    bool end()
    {
        begin_token();
        node finished = std::move(open_.back());
        open_.pop_back();
        return add(std::move(finished));
    }

    // Puts a finished value where it belongs: below its key, at the end of its list, or at the root.
    bool add(node value)
    {
        if (open_.empty())
            root_ = std::move(value);
        else if (open_.back().is_mapping())
            open_.back().members.back().value = std::move(value);
        else
            open_.back().items.push_back(std::move(value));
        return true;
    }

    const source& source_;
    rapidjson::MemoryStream& stream_;
    std::vector<node> open_; ///< The containers around the current token.
    node root_;
    std::size_t last_end_ = 0, token_start_ = 0;
    std::optional<error> failure_;
};

std::string expectation(rapidjson::ParseErrorCode code, bool inside_string)
{
    switch (code)
    {
    case rapidjson::kParseErrorDocumentEmpty: return "expected a value";
    case rapidjson::kParseErrorDocumentRootNotSingular: return "expected the end of the text after the value";
    case rapidjson::kParseErrorValueInvalid: return "expected a value";
    case rapidjson::kParseErrorObjectMissName: return "expected a key in double quotes";
    case rapidjson::kParseErrorObjectMissColon: return "expected ':' after the key";
    case rapidjson::kParseErrorObjectMissCommaOrCurlyBracket: return "expected ',' or '}'";
    case rapidjson::kParseErrorArrayMissCommaOrSquareBracket: return "expected ',' or ']'";
    case rapidjson::kParseErrorStringUnicodeEscapeInvalidHex:
        return "expected four hexadecimal digits after \\u";
    case rapidjson::kParseErrorStringUnicodeSurrogateInvalid:
        return "expected the second half of the surrogate pair";
    case rapidjson::kParseErrorStringEscapeInvalid:
        return inside_string ? "expected one of \\\" \\\\ \\/ \\b \\f \\n \\r \\t \\u"
                             : "expected no line end or tab inside a string";
    case rapidjson::kParseErrorStringMissQuotationMark: return "expected a closing '\"'";
    case rapidjson::kParseErrorStringInvalidEncoding: return "expected UTF-8";
    case rapidjson::kParseErrorNumberTooBig: return "expected a number below 1.8e308";
    case rapidjson::kParseErrorNumberMissFraction: return "expected a digit after '.'";
    case rapidjson::kParseErrorNumberMissExponent: return "expected a digit in the exponent";
    default: return "expected JSON";
    }
}

std::string found_at(std::string_view text, std::size_t offset)
{
    if (offset >= text.size())
        return "the end of the text";
    const char c = text[offset];
    if (c == '\n' || c == '\r')
        return "the end of the line";
    if (c == '\t')
        return "a tab";
    return quote(text.substr(offset, utf8::look(text, offset).size));
}

std::string hint_for(rapidjson::ParseErrorCode code, std::string_view text, std::size_t offset)
{
    const char c = offset < text.size() ? text[offset] : '\0';
    const std::string_view before = text.substr(0, offset);
    const std::size_t last = before.find_last_not_of(" \t\r\n");
    const bool after_comma = last != std::string_view::npos && before[last] == ',';
    if (c == '/' || c == '#')
        return "JSON has no comments";
    if (c == '\'')
        return "JSON strings stand in double quotes";
    if (after_comma && (c == '}' || c == ']'))
        return "remove the ',' before it";
    if (code == rapidjson::kParseErrorStringEscapeInvalid && c != '\\')
        return "write \\n or \\t";
    return {};
}

} // namespace

result<node> parse_json(std::string_view text, const std::string& file)
{
    const auto opened = source::open(text, file);
    if (!opened)
        return opened.error();
    const std::string_view checked = opened->text();
    rapidjson::MemoryStream stream(checked.data(), checked.size());
    rapidjson::Reader reader;
    json_builder builder(*opened, stream);
    const rapidjson::ParseResult parsed =
        reader.Parse<rapidjson::kParseValidateEncodingFlag>(stream, builder);
    if (!parsed.IsError())
        return builder.take();
    if (builder.failure())
        return *builder.failure();
    const std::size_t offset = parsed.Offset();
    const bool escape = offset < checked.size() && checked[offset] == '\\';
    return opened
        ->fault(opened->at(offset),
                expectation(parsed.Code(), escape) + ", found " + found_at(checked, offset))
        .with_hint(hint_for(parsed.Code(), checked, offset));
}

} // namespace codexflow::doc
