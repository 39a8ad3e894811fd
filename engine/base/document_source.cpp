#include "engine/base/document_source.hpp"

#include "engine/base/text.hpp"

#include <codexflow/utf8.hpp>

#include <algorithm>
#include <array>
#include <numeric>

namespace codexflow::doc {
namespace {

bool is_forbidden(char c) noexcept
{
    const auto byte = static_cast<unsigned char>(c);
    return (byte < 0x20 && c != '\t' && c != '\n' && c != '\r') || byte == 0x7F;
}

std::string hex(char c)
{
    constexpr std::string_view digits = "0123456789ABCDEF";
    const auto byte = static_cast<unsigned char>(c);
    return {digits[byte >> 4U], digits[byte & 0xFU]};
}

} // namespace

source::source(std::string_view text, const std::string& file)
    : text_(text),
      file_(file),
      line_starts_{0},
      ascii_(utf8::ascii_prefix(text) == text.size())
{
    for (std::size_t end = text.find('\n'); end != std::string_view::npos; end = text.find('\n', end + 1))
        line_starts_.push_back(end + 1);
}

result<source> source::open(std::string_view text, const std::string& file)
{
    if (text.starts_with("\xFF\xFE") || text.starts_with("\xFE\xFF"))
        return error(errc::invalid_argument, "the text is UTF-16", {file, 1, 1})
            .with_hint("save it as UTF-8");
    if (text.starts_with("\xEF\xBB\xBF"))
        text.remove_prefix(3);
    source checked(text, file);
    const std::size_t bad = utf8::valid_prefix(text);
    if (bad != text.size())
        return checked.fault(checked.at(bad), "the byte 0x" + hex(text[bad]) + " is not UTF-8")
            .with_hint("save the file as UTF-8");
    const auto control = std::find_if(text.begin(), text.end(), is_forbidden);
    if (control != text.end())
        return checked
            .fault(checked.at(static_cast<std::size_t>(control - text.begin())),
                   "the control character 0x" + hex(*control) + " is not allowed")
            .with_hint("write it as an escape in a double-quoted string");
    return checked;
}

position source::at(std::size_t offset) const noexcept
{
    offset = std::min(offset, text_.size());
    const auto next = std::upper_bound(line_starts_.begin(), line_starts_.end(), offset);
    const auto number = static_cast<std::size_t>(next - line_starts_.begin()) - 1;
    return at(number, offset - line_starts_[number]);
}

position source::at(std::size_t line, std::size_t byte) const noexcept
{
    if (line >= line_starts_.size())
        return at(text_.size());
    byte = std::min(byte, text_.size() - line_starts_[line]);
    if (ascii_)
        return {static_cast<unsigned>(line + 1), static_cast<unsigned>(byte + 1)};
    if (line != last_line_ || byte < last_byte_)
        last_byte_ = last_characters_ = 0;
    const std::string_view passed = text_.substr(line_starts_[line]).substr(last_byte_, byte - last_byte_);
    last_characters_ += static_cast<std::size_t>(std::count_if(passed.begin(), passed.end(), [](char c) {
        return (static_cast<unsigned char>(c) & 0xC0U) != 0x80U;
    }));
    last_line_ = line;
    last_byte_ = byte;
    return {static_cast<unsigned>(line + 1), static_cast<unsigned>(last_characters_ + 1)};
}

std::string_view source::line(std::size_t number) const noexcept
{
    if (number >= line_starts_.size())
        return {};
    const std::string_view rest = text_.substr(line_starts_[number]);
    return rest.substr(0, rest.find_first_of("\r\n"));
}

error source::fault(position where, std::string message) const
{
    return {errc::invalid_argument, std::move(message), in(file_, where)};
}

std::optional<error> find_duplicate_key(const node& mapping, const std::string& file)
{
    const std::vector<member>& members = mapping.members;
    const auto report = [&](std::size_t first, std::size_t second) {
        return error(errc::invalid_argument,
                     "the key " + quote(members[second].key) +
                         " stands here for the second time; the first is at " +
                         to_string(in(file, members[first].where)),
                     in(file, members[second].where))
            .with_hint("remove one of the two");
    };
    if (members.size() < 2)
        return {};
    std::vector<std::size_t> order(members.size());
    std::iota(order.begin(), order.end(), std::size_t{0});
    std::sort(order.begin(), order.end(), [&](std::size_t a, std::size_t b) {
        const int compared = members[a].key.compare(members[b].key);
        return compared != 0 ? compared < 0 : a < b;
    });
    std::size_t found = members.size(), first = 0;
    for (std::size_t i = 1; i < order.size(); ++i)
        if (members[order[i]].key == members[order[i - 1]].key && order[i] < found)
        {
            found = order[i];
            first = order[i - 1];
        }
    if (found == members.size())
        return {};
    return report(first, found);
}

std::string explain_yaml(const std::string& message, std::string_view line)
{
    const std::size_t indent = line.find_first_not_of(' ');
    if (indent != std::string_view::npos && line[indent] == '\t')
        return "indent with spaces: this line begins with a tab";
    if (message == "illegal map value")
        return "a value that holds ': ' must stand in quotes";
    if (message.starts_with("end of map not found") || message.starts_with("end of sequence not found"))
        return "check that this line is indented like the ones above it";
    return {};
}

} // namespace codexflow::doc
