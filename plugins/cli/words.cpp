#include "plugins/cli/words.hpp"

#include <codexflow/failure.hpp>

#include <cstddef>

namespace codexflow::cli {
namespace {

class splitter
{
public:
    explicit splitter(std::string_view line) : line_(line) {}

    std::vector<std::string> split()
    {
        while (at_ < line_.size())
            take(line_[at_++]);
        end_word();
        return std::move(words_);
    }

private:
    void take(char c)
    {
        if (c == ' ' || c == '\t' || c == '\n' || c == '\r')
            return end_word();
        in_word_ = true;
        if (c == '\'')
            take_single();
        else if (c == '"')
            take_double();
        else if (c == '\\')
            word_ += next("ends in a backslash");
        else
            word_ += c;
    }

    void take_single()
    {
        for (char c = next(open_quote); c != '\''; c = next(open_quote))
            word_ += c;
    }

    void take_double()
    {
        for (char c = next(open_quote); c != '"'; c = next(open_quote))
        {
            if (c != '\\')
            {
                word_ += c;
                continue;
            }
            const char kept = next(open_quote);
            if (kept == '\n')
                continue;
            if (std::string_view("\"\\$`").find(kept) == std::string_view::npos)
                word_ += '\\';
            word_ += kept;
        }
    }

    char next(const char* fault)
    {
        if (at_ == line_.size())
            throw failure(CFLOW_E_INVALID, std::string("the setting 'command' ") + fault)
                .kind("invalid_request")
                .hint("or give it as a list of words: [program, argument, ...]");
        return line_[at_++];
    }

    void end_word()
    {
        if (in_word_)
            words_.push_back(std::move(word_));
        word_.clear();
        in_word_ = false;
    }

    static constexpr const char* open_quote = "has a quote that is not closed";
    std::string_view line_;
    std::size_t at_ = 0;
    std::string word_;
    std::vector<std::string> words_;
    bool in_word_ = false;
};

} // namespace

std::vector<std::string> split_words(std::string_view line) { return splitter(line).split(); }

} // namespace codexflow::cli
