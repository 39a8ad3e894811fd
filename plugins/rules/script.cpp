#include "plugins/rules/script.hpp"

#include <algorithm>
#include <array>

namespace codexflow::rules {
namespace {

bool is_name_start(char c) { return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || c == '_'; }
bool is_digit(char c) { return c >= '0' && c <= '9'; }
bool is_name(char c) { return is_name_start(c) || is_digit(c); }
bool ends_word(char c) { return std::string_view(" \t\n;&|<>()").find(c) != std::string_view::npos; }

constexpr std::array<std::string_view, 18> reserved{"if",   "then", "elif",   "else",     "fi", "for", "while", "until", "do",
                                                    "done", "case", "esac", "select", "function", "{",  "}",   "[[",    "coproc"};

/// A word while it is read.
struct open_word
{
    word made;
    std::size_t plain = 0; ///< So many of its first bytes stood there without quotes.
    bool quoted = false;
    bool braces = false; ///< Has a brace without quotes.
};

class reader
{
public:
    explicit reader(std::string_view text) : text_(text) {}

    script read()
    {
        if (text_.size() > longest_script)
            fail("it is longer than 64 KiB");
        for (const char c : text_)
            if ((static_cast<unsigned char>(c) < 0x20 && c != '\t' && c != '\n') || c == 0x7F)
                fail("it holds control characters");
        while (!failed() && at_ < text_.size())
            step();
        if (!failed() && joined_ && empty())
            fail("it ends after an operator");
        finish();
        return std::move(made_);
    }

private:
    bool failed() const { return !made_.fault.empty(); }
    void fail(std::string_view why)
    {
        if (!failed())
            made_.fault = why;
    }
    bool is(std::string_view what) const { return text_.substr(at_).starts_with(what); }
    bool empty() const { return now_.words.empty() && now_.assigned.empty() && now_.redirections.empty(); }

    void finish()
    {
        if (!empty())
            made_.commands.push_back(std::move(now_));
        now_ = {};
    }

    void step()
    {
        const char c = text_[at_];
        if (c == ' ' || c == '\t')
            ++at_;
        else if (is("\\\n"))
            at_ += 2;
        else if (c == '#')
            at_ = std::min(text_.find('\n', at_), text_.size());
        else if (c == '\n')
            end_command(1, false);
        else if (c == '(' || c == ')')
            fail("it has parentheses (a subshell, a function or a pattern)");
        else if (is(";;") || is(";&"))
            fail("it has a case");
        else if (is("&>>") || is("&>"))
            redirect();
        else if (is("&&") || is("||") || is("|&"))
            end_command(2, true);
        else if (c == '|')
            end_command(1, true);
        else if (c == ';' || c == '&')
            end_command(1, false);
        else if (c == '<' || c == '>')
            redirect();
        else
            take_word();
    }

    void end_command(std::size_t size, bool joins)
    {
        const bool newline = text_[at_] == '\n';
        if (empty() && !newline)
            return fail("an operator has nothing in front of it");
        at_ += size;
        if (!empty() || !newline)
            joined_ = joins;
        finish();
    }

    void redirect()
    {
        if (is("<<"))
            return fail("it has a here-document");
        redirection made;
        for (const std::string_view op : {"&>>", "&>", ">>", ">|", ">&", "<>", "<&", ">", "<"})
            if (is(op))
            {
                made.writes = op.find('>') != std::string_view::npos;
                at_ += op.size();
                break;
            }
        if (is("(") || is("<") || is(">"))
            return fail("it has a process substitution or an operator that is not known");
        while (is(" ") || is("\t") || is("\\\n"))
            at_ += is("\\\n") ? 2U : 1U;
        if (at_ == text_.size() || ends_word(text_[at_]))
            return fail("a redirection leads nowhere");
        made.target = read_word().made;
        const std::string& to = made.target.text;
        const bool descriptor = !to.empty() && std::all_of(to.begin(), to.end(), [](char c) { return is_digit(c) || c == '-'; });
        if (descriptor && !made.target.unknown)
            made.writes = false; // "2>&1"; a file called 1 is in the workspace
        now_.redirections.push_back(std::move(made));
    }

    void take_word()
    {
        std::size_t digits = at_; // "2>file"
        while (digits < text_.size() && is_digit(text_[digits]))
            ++digits;
        if (digits != at_ && digits < text_.size() && (text_[digits] == '<' || text_[digits] == '>'))
        {
            at_ = digits;
            return redirect();
        }
        open_word read = read_word();
        if (failed())
            return;
        if (now_.words.empty() && take_assignment(read))
            return;
        if (now_.words.empty() && !check_program(read))
            return;
        now_.words.push_back(std::move(read.made));
    }

    /// NAME=value and NAME+=value in front of a command.
    bool take_assignment(const open_word& read)
    {
        const std::string& text = read.made.text;
        std::size_t end = 0;
        while (end < text.size() && (end == 0 ? is_name_start(text[end]) : is_name(text[end])))
            ++end;
        const std::size_t equals = end < text.size() && text[end] == '+' ? end + 1 : end;
        if (end == 0 || equals >= text.size() || text[equals] != '=' || read.plain <= equals)
            return false;
        now_.assigned.push_back(text.substr(0, end));
        return true;
    }

    /// Whether @p read can be a program's name; "!" is passed over.
    bool check_program(const open_word& read)
    {
        const std::string& text = read.made.text;
        if (text == "!" && !read.quoted)
            return false;
        if (read.made.unknown)
            fail("what it runs is not written out");
        else if (text.empty())
            fail("what it runs has no name");
        else if (std::find(reserved.begin(), reserved.end(), text) != reserved.end())
            fail("it has '" + text + "', and only plain commands are read");
        else if (text.front() == '=')
            fail("what it runs begins with =");
        return !failed();
    }

    open_word read_word()
    {
        open_word read;
        while (!failed() && at_ < text_.size() && !ends_word(text_[at_]))
            piece(read);
        if (read.braces && read.made.text != "{}")
            read.made.unknown = true;
        return read;
    }

    /// The next character, escape, variable or quoted text of a word.
    void piece(open_word& read)
    {
        const char c = text_[at_];
        std::string& text = read.made.text;
        if (c == '\'')
        {
            const std::size_t end = text_.find('\'', at_ + 1);
            if (end == std::string_view::npos)
                return fail("a quote is not closed");
            text += text_.substr(at_ + 1, end - at_ - 1);
            at_ = end + 1;
            read.quoted = true;
        }
        else if (c == '"')
            double_quotes(read);
        else if (c == '\\')
        {
            if (at_ + 1 == text_.size())
                return fail("it ends with a backslash");
            if (text_[at_ + 1] != '\n')
            {
                text += text_[at_ + 1];
                read.quoted = true;
            }
            at_ += 2;
        }
        else if (c == '$')
            dollar(read, false);
        else if (c == '`')
            fail("it has a command substitution");
        else
        {
            if (!read.quoted && read.plain == text.size())
                ++read.plain;
            read.braces = read.braces || c == '{' || c == '}';
            read.made.unknown = read.made.unknown || c == '*' || c == '?' || c == '[' || (c == '~' && text.empty());
            text += c;
            ++at_;
        }
    }

    void double_quotes(open_word& read)
    {
        read.quoted = true;
        for (++at_; at_ < text_.size() && text_[at_] != '"' && !failed();)
        {
            const char c = text_[at_];
            if (c == '`')
                fail("it has a command substitution");
            else if (c == '$')
                dollar(read, true);
            else if (c == '\\' && at_ + 1 < text_.size() && std::string_view("$`\"\\\n").find(text_[at_ + 1]) != std::string_view::npos)
            {
                if (text_[at_ + 1] != '\n')
                    read.made.text += text_[at_ + 1];
                at_ += 2;
            }
            else
            {
                read.made.text += c;
                ++at_;
            }
        }
        if (at_ == text_.size())
            return fail("a quote is not closed");
        ++at_;
    }

    /// A variable makes the word unknown; whatever else a dollar begins is not understood.
    void dollar(open_word& read, bool in_quotes)
    {
        ++at_;
        const char c = at_ < text_.size() ? text_[at_] : ' ';
        if (c == '(' || c == '[')
            return fail("it has a command substitution or arithmetic");
        if ((c == '\'' || c == '"') && !in_quotes)
            return fail("it has $'...' or $\"...\"");
        const bool before = read.made.unknown;
        read.made.unknown = true;
        if (c == '{')
        {
            const std::size_t end = text_.find('}', at_);
            const std::string_view name = text_.substr(at_ + 1, end == std::string_view::npos ? 0 : end - at_ - 1);
            if (name.empty() || !std::all_of(name.begin(), name.end(), is_name))
                return fail("it has ${...} that is more than a name");
            at_ = end + 1;
        }
        else if (is_name_start(c))
            while (at_ < text_.size() && is_name(text_[at_]))
                ++at_;
        else if (is_digit(c) || std::string_view("?#$!@*-").find(c) != std::string_view::npos)
            ++at_;
        else
        {
            read.made.text += '$'; // a dollar and no more, as in "^a$"
            read.made.unknown = before;
        }
    }

    std::string_view text_;
    std::size_t at_ = 0;
    script made_;
    simple_command now_;
    bool joined_ = false;
};

} // namespace

script read_script(std::string_view text) { return reader(text).read(); }

} // namespace codexflow::rules
