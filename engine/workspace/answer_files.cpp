#include "engine/workspace/answer_files.hpp"

#include "engine/base/document.hpp"
#include "engine/base/text.hpp"

#include <algorithm>
#include <optional>
#include <utility>

namespace codexflow::workspace {
namespace {

constexpr std::size_t longest_name = 255; // bytes, as file systems have it
constexpr std::size_t longest_path = 4000;

/// Whether @p value is the contract: its list holds at least one object, or nothing at all.
const doc::node* files_of(const doc::node& value)
{
    const doc::node* files = value.find("files");
    if (files == nullptr || !files->is_sequence())
        return nullptr;
    const auto is_mapping = [](const doc::node& item) { return item.is_mapping(); };
    return files->items.empty() || std::any_of(files->items.begin(), files->items.end(), is_mapping) ? files : nullptr;
}

void take_entry(const doc::node& entry, std::size_t number, answer_files& found)
{
    const auto fault = [&](const char* what) {
        found.faults.push_back("files[" + std::to_string(number) + "] " + what);
    };
    const doc::node* path = entry.find("path");
    const doc::node* content = entry.find("content");
    if (path == nullptr || !path->is_string())
        return fault("has no path that is text");
    if (content == nullptr || !content->is_string())
        return fault(("(" + quote(path->text) + ") has no content that is text").c_str());
    found.files.push_back({path->text, content->text});
}

/// Takes the files of a JSON text; false when it is none that holds files.
bool take_json(std::string_view text, answer_files& found, bool nested = false)
{
    text = trim(text);
    if (!text.starts_with('{') && !(text.starts_with('"') && !nested))
        return false;
    const auto value = doc::parse_json(text, "answer");
    if (!value)
        return false;
    if (value->is_string())
        return take_json(value->text, found, true);
    const doc::node* files = files_of(*value);
    if (files == nullptr)
        return false;
    for (std::size_t i = 0; i != files->items.size(); ++i)
        take_entry(files->items[i], i, found);
    return true;
}

/// A line that opens or closes a block.
struct fence
{
    std::size_t ticks = 0;
    std::string_view info; ///< Behind the backticks.

    bool closes(std::size_t opened) const noexcept { return ticks >= opened && info.empty(); }
    std::optional<std::string_view> file() const noexcept
    {
        return info.starts_with("file:") ? std::optional(trim(info.substr(5))) : std::nullopt;
    }
};

std::optional<fence> fence_of(std::string_view line)
{
    const std::size_t indent = line.find_first_not_of(' ');
    if (indent == line.npos || indent > 3)
        return std::nullopt;
    line.remove_prefix(indent);
    const std::size_t ticks = std::min(line.find_first_not_of('`'), line.size());
    if (ticks < 3)
        return std::nullopt;
    fence found{ticks, trim(line.substr(ticks))};
    if (found.info.find('`') != found.info.npos)
        return std::nullopt; // code within a line
    return found;
}

/// Reads blocks line by line.
class block_reader
{
public:
    block_reader(std::string_view text, answer_files& found) : text_(text), found_(found) {}

    void read()
    {
        while (!text_.empty())
        {
            const std::size_t end = std::min(text_.find('\n'), text_.size() - 1) + 1;
            take_line(text_.substr(0, end));
            text_.remove_prefix(end);
        }
        give_up();
    }

private:
    void take_line(std::string_view line)
    {
        const auto mark = fence_of(line.substr(0, line.find_last_not_of("\r\n") + 1));
        const bool opens = mark && mark->file() && (path_ ? mark->ticks >= ticks_ : other_ == 0);
        if (opens)
        {
            give_up(); // the one before it, if that has not ended
            path_ = std::string(*mark->file());
            ticks_ = mark->ticks;
        }
        else if (path_)
            take_inside(line, mark);
        else if (mark && other_ != 0 && mark->closes(other_))
            other_ = 0;
        else if (mark && other_ == 0)
            other_ = mark->ticks;
    }

    void take_inside(std::string_view line, const std::optional<fence>& mark)
    {
        if (mark && inner_ == 0 && mark->closes(ticks_))
        {
            found_.files.push_back({std::move(*path_), std::move(content_)});
            reset();
            return;
        }
        if (mark && inner_ != 0 && mark->closes(inner_))
            inner_ = 0;
        else if (mark && inner_ == 0 && mark->ticks >= ticks_)
            inner_ = mark->ticks;
        content_ += line;
    }

    /// A file whose block has no end may be half of one.
    void give_up()
    {
        if (path_)
            found_.faults.push_back("the block of " + quote(*path_) + " has no end");
        reset();
    }

    void reset()
    {
        path_.reset();
        content_.clear();
        inner_ = 0;
    }

    std::string_view text_;
    answer_files& found_;
    std::optional<std::string> path_; ///< Of the block we are in.
    std::string content_;
    std::size_t ticks_ = 0;
    std::size_t inner_ = 0; ///< Backticks of a block inside of it; 0: none.
    std::size_t other_ = 0; ///< Backticks of a block that is no file; 0: none.
};

/// What stands in the blocks of @p text that are no files, one after the other.
std::vector<std::string_view> plain_blocks(std::string_view text)
{
    std::vector<std::string_view> blocks;
    std::size_t opened = 0;
    std::size_t begin = 0;
    for (std::size_t at = 0; at < text.size();)
    {
        const std::size_t end = std::min(text.find('\n', at), text.size() - 1) + 1;
        const auto mark = fence_of(trim(text.substr(at, end - at)));
        if (mark && opened == 0)
        {
            opened = mark->ticks;
            begin = end;
        }
        else if (mark && mark->closes(opened))
        {
            blocks.push_back(text.substr(begin, at - begin));
            opened = 0;
        }
        at = end;
    }
    return blocks;
}

void take_embedded(std::string_view text, answer_files& found)
{
    const std::size_t last = text.rfind('}');
    const std::size_t first = text.find('{');
    if (text.find("\"files\"") == text.npos || first == text.npos || last == text.npos || last < first)
        return;
    bool any = false;
    for (const std::string_view block : plain_blocks(text))
        any = take_json(block, found) || any;
    if (any || take_json(text.substr(first, last + 1 - first), found))
        return;
    const std::size_t nearest = text.rfind('{', text.find("\"files\"")); // past braces in the words before
    if (nearest != text.npos && nearest != first)
        take_json(text.substr(nearest, last + 1 - nearest), found);
}

error refusal(std::string_view written, const char* why)
{
    return error(errc::invalid_argument, quote(written) + ' ' + why);
}

} // namespace

answer_files read_answer_files(std::string_view answer)
{
    answer_files found;
    if (take_json(answer, found))
        return found;
    block_reader(answer, found).read();
    if (found.files.empty() && found.faults.empty())
        take_embedded(answer, found);
    return found;
}

result<std::string> relative_file_path(std::string_view written)
{
    if (written.empty())
        return refusal(written, "is no path");
    if (written.size() > longest_path)
        return refusal(written, "is too long");
    if (written.starts_with('/') || written.starts_with('~'))
        return refusal(written, "is not relative");
    if (written.ends_with('/'))
        return refusal(written, "is a folder");
    const auto odd = [](char c) { return static_cast<unsigned char>(c) < 0x20 || c == 0x7f; };
    if (std::any_of(written.begin(), written.end(), odd))
        return refusal(written, "holds a control character");
    if (written.find('\\') != written.npos)
        return refusal(written, "holds a backslash");
    std::string path;
    for (std::string_view left = written; !left.empty();)
    {
        const std::string_view part = left.substr(0, left.find('/'));
        left.remove_prefix(std::min(part.size() + 1, left.size()));
        if (part.empty() || part == ".")
            continue;
        if (part == "..")
            return refusal(written, "goes up");
        if (to_lower(part) == ".git")
            return refusal(written, "lies in a git repository's own folder");
        if (part.size() > longest_name)
            return refusal(written, "has a name that is too long");
        path += path.empty() ? "" : "/";
        path += part;
    }
    if (path.empty() || written.ends_with("/."))
        return refusal(written, "is a folder");
    return path;
}

} // namespace codexflow::workspace
