#include "tests/lint/source_text.hpp"

#include <algorithm>
#include <cctype>
#include <fstream>
#include <iterator>
#include <stdexcept>

namespace codexflow::lint {
namespace {

bool is_word(char c) noexcept { return std::isalnum(static_cast<unsigned char>(c)) != 0 || c == '_'; }

bool starts_with(const std::filesystem::path& path, const std::filesystem::path& prefix)
{
    return std::mismatch(prefix.begin(), prefix.end(), path.begin(), path.end()).first == prefix.end();
}

/// Copies a text while blanking some of its ranges.
class blanker
{
public:
    blanker(std::string_view text, literals how) : text_(text), out_(text), how_(how) {}

    std::string run()
    {
        while (at_ < text_.size())
        {
            if (rest().starts_with("//"))
                blank_to(end_of_line());
            else if (rest().starts_with("/*"))
                blank_to(after(text_.find("*/", at_ + 2), 2));
            else if (text_[at_] == '"')
                raw_prefix() ? skip_raw_string() : skip_literal();
            else if (text_[at_] == '\'' && !digit_separator())
                skip_literal();
            else
                ++at_;
        }
        return std::move(out_);
    }

private:
    std::string_view rest() const { return text_.substr(at_); }
    std::size_t after(std::size_t found, std::size_t length) const
    {
        return found == text_.npos ? text_.size() : found + length;
    }

    /// A // comment goes on after a backslash at the end of its line.
    std::size_t end_of_line() const
    {
        auto end = text_.find('\n', at_);
        while (end != text_.npos && end > 0 && text_[end - 1] == '\\')
            end = text_.find('\n', end + 1);
        return std::min(end, text_.size());
    }

    void blank_to(std::size_t end)
    {
        for (; at_ < end; ++at_)
            if (text_[at_] != '\n')
                out_[at_] = ' ';
    }

    /// The word that ends just before here, as in R"( or 1'000.
    std::string_view word_before() const
    {
        auto start = at_;
        while (start > 0 && is_word(text_[start - 1]))
            --start;
        return text_.substr(start, at_ - start);
    }
    bool raw_prefix() const { return word_before().ends_with('R') && word_before().size() <= 3; }
    bool digit_separator() const
    {
        const auto word = word_before();
        return (!word.empty() && std::isdigit(static_cast<unsigned char>(word.front())) != 0) ||
               (word.empty() && at_ > 0 && text_[at_ - 1] == '\'');
    }

    void skip_inside(std::size_t end) // the closing quote stays
    {
        if (how_ == literals::blank)
            blank_to(end);
        at_ = end;
    }

    void skip_literal()
    {
        const char quote = text_[at_++];
        auto end = at_;
        while (end < text_.size() && text_[end] != quote && text_[end] != '\n')
            end += text_[end] == '\\' ? 2 : 1;
        skip_inside(std::min(end, text_.size()));
        at_ = std::min(at_ + 1, text_.size());
    }

    void skip_raw_string()
    {
        const auto open = text_.find('(', at_);
        if (open == text_.npos)
            return void(++at_);
        const auto close = ")" + std::string(text_.substr(at_ + 1, open - at_ - 1)) + "\"";
        ++at_;
        skip_inside(after(text_.find(close, open), close.size() - 1));
        at_ = std::min(at_ + 1, text_.size());
    }

    std::string_view text_;
    std::string out_;
    literals how_;
    std::size_t at_ = 0;
};

} // namespace

std::vector<std::filesystem::path> source_files(const std::filesystem::path& root,
                                                const std::vector<std::string>& folders,
                                                const std::vector<std::string>& excluded)
{
    std::vector<std::filesystem::path> files;
    for (const auto& folder : folders)
    {
        if (!std::filesystem::is_directory(root / folder))
            continue;
        for (const auto& entry : std::filesystem::recursive_directory_iterator(root / folder))
        {
            const auto extension = entry.path().extension();
            const auto relative = entry.path().lexically_relative(root);
            const bool source =
                extension == ".c" || extension == ".cpp" || extension == ".h" || extension == ".hpp";
            const bool wanted = std::none_of(excluded.begin(), excluded.end(),
                                             [&](const auto& one) { return starts_with(relative, one); });
            if (source && wanted && entry.is_regular_file())
                files.push_back(relative);
        }
    }
    std::sort(files.begin(), files.end());
    return files;
}

std::string load(const std::filesystem::path& path)
{
    std::ifstream in(path, std::ios::binary);
    if (!in)
        throw std::runtime_error("cannot read " + path.string());
    return {std::istreambuf_iterator<char>(in), std::istreambuf_iterator<char>()};
}

std::string without_comments(std::string_view text, literals how) { return blanker(text, how).run(); }

} // namespace codexflow::lint
