#include "tests/lint/tokens.hpp"

#include <algorithm>
#include <array>
#include <cctype>

namespace codexflow::lint {
namespace {

constexpr std::array<std::string_view, 18> operators{"::", "->", "==", "!=", "<=", ">=", "&&", "||", "+=",
                                                     "-=", "*=", "/=", "%=", "|=", "&=", "^=", "++", "--"};

bool is_word(char c) noexcept { return std::isalnum(static_cast<unsigned char>(c)) != 0 || c == '_'; }

class tokenizer
{
public:
    explicit tokenizer(std::string_view source) : source_(source) { streams_.emplace_back(); }

    std::vector<std::vector<token>> run()
    {
        bool line_start = true;
        while (at_ < source_.size())
        {
            const char c = source_[at_];
            if (c == '\n')
            {
                ++line_;
                line_start = true;
                ++at_;
            }
            else if (std::isspace(static_cast<unsigned char>(c)) != 0 || c == '\\')
                ++at_;
            else if (c == '#' && line_start)
                directive();
            else
            {
                line_start = false;
                next(streams_.front());
            }
        }
        for (auto& stream : streams_)
            match_brackets(stream);
        return std::move(streams_);
    }

private:
    void next(std::vector<token>& stream)
    {
        const auto rest = source_.substr(at_);
        std::size_t length = 1;
        if (is_word(rest.front()))
        {
            while (length < rest.size() && (is_word(rest[length]) || rest[length] == '\''))
                ++length;
        }
        else if (rest.front() == '"' || rest.front() == '\'')
        {
            const auto close = std::min(rest.find(rest.front(), 1), rest.size() - 1);
            stream.push_back({rest.substr(0, 1), line_});
            line_ += static_cast<unsigned>(
                std::count(rest.begin(), rest.begin() + static_cast<long>(close), '\n'));
            at_ += close + 1;
            return;
        }
        else
        {
            const auto known = std::find_if(operators.begin(), operators.end(),
                                            [&](auto text) { return rest.starts_with(text); });
            if (known != operators.end())
                length = known->size();
        }
        stream.push_back({rest.substr(0, length), line_});
        at_ += length;
    }

    /// Skips a directive with its continuation lines; the body of a macro becomes a stream.
    void directive()
    {
        std::vector<token> body;
        while (at_ < source_.size() && source_[at_] != '\n')
        {
            if (source_[at_] == '\\' && at_ + 1 < source_.size() && source_[at_ + 1] == '\n')
            {
                ++line_;
                at_ += 2;
            }
            else if (std::isspace(static_cast<unsigned char>(source_[at_])) != 0)
                ++at_;
            else
                next(body);
        }
        if (body.size() < 3 || body[1].text != "define")
            return;
        auto start = body.begin() + 3;
        const auto name = body[2].text;
        const bool has_parameters =
            start != body.end() && start->text == "(" && start->text.data() == name.data() + name.size();
        if (has_parameters)
            start = std::find_if(start, body.end(), [](const token& t) { return t.text == ")"; }) + 1;
        streams_.emplace_back(start, body.end());
    }

    static void match_brackets(std::vector<token>& stream)
    {
        std::vector<std::size_t> open;
        for (std::size_t i = 0; i < stream.size(); ++i)
        {
            const auto text = stream[i].text;
            const bool closes = text == ")" || text == "]" || text == "}";
            if (closes && !open.empty())
            {
                stream[i].partner = open.back();
                stream[open.back()].partner = i;
                open.pop_back();
            }
            stream[i].parent = open.empty() ? none : open.back();
            if (text == "(" || text == "[" || text == "{")
                open.push_back(i);
        }
    }

    std::string_view source_;
    std::vector<std::vector<token>> streams_;
    std::size_t at_ = 0;
    unsigned line_ = 1;
};

} // namespace

std::vector<std::vector<token>> tokenize(std::string_view source) { return tokenizer(source).run(); }

} // namespace codexflow::lint
