#pragma once

#include "plugins/fields/names.hpp"

#include <cstdint>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

namespace codexflow::fields {

/** Follows JSON character by character and leaves out the values of secret members. Documents may stand one behind the
 *  other, as in files of lines, and in strings of each other. From the first character on that cannot stand in JSON
 *  there, all is passed on as it is: so a text that begins like a document and is none stays, and one that was cut off
 *  is redacted as far as it goes.
 *
 *  Nothing is held back but, where members are removed, a comma and the name behind it, and an escape that is not
 *  complete. Text goes through it at one end: put() for each character, end() at last. */
class document
{
public:
    /// @param depth How many strings this document stands in: its quotes are spelt accordingly.
    explicit document(const names& secret, unsigned depth = 0);

    /// @param c The character, a byte of it if it has several. @param raw How it is spelt.
    void put(char c, std::string_view raw, std::string& out);
    /// Writes what is held back.
    void end(std::string& out);

    /// True once it is clear that no document stands here: all that follows is passed on.
    bool plain() const noexcept { return at_ == place::plain; }
    /// True if nothing but blanks has come.
    bool blank() const noexcept { return at_ == place::before; }
    /// True inside a string of which characters that are neither quote nor backslash can be passed on unseen.
    bool in_open_string() const noexcept { return at_ == place::string && inner_ == nullptr && looked_ && escape_.empty(); }

private:
    enum class place : std::uint8_t
    {
        before,      ///< Of the first character, or between two documents.
        value,       ///< A value must follow, or the end of an empty list.
        string,      ///< Inside a value.
        literal,     ///< Inside a number, true, false or null.
        name_or_end, ///< Behind { or a comma.
        name,        ///< Inside one.
        colon,
        after,       ///< Behind a value.
        secret_start, ///< Behind the colon of a secret member.
        secret_text, ///< Inside its string,
        secret_other, ///< its number or word,
        secret_tree, ///< or its object or list.
        plain,
    };
    struct level
    {
        bool object = false;
        bool has_members = false; ///< One was written.
    };

    void write(std::string_view raw, std::string& out);
    void put_value(char c, std::string_view raw, std::string& out);
    void put_name_or_end(char c, std::string_view raw, std::string& out);
    void put_after(char c, std::string_view raw, std::string& out);
    void put_colon(char c, std::string_view raw, std::string& out);
    void put_secret(char c, std::string_view raw, std::string& out);
    void put_in_text(char c, std::string_view raw, std::string& out);
    void take_text(char c, std::string_view raw, std::string& out);
    void close_text(std::string_view raw, std::string& out);
    bool finish_escape(char c, std::string_view raw);
    void open(bool object, std::string_view raw, std::string& out);
    void close(std::string_view raw, std::string& out);
    void give_up(std::string_view raw, std::string& out);
    void end_value();
    void mark(std::string& out);
    bool removes() const noexcept { return names_->what() == mode::remove && !overflown_; }

    const names* names_;
    const unsigned depth_;
    place at_ = place::before;
    std::vector<level> levels_;
    std::vector<std::string> path_;
    std::string name_;
    std::string kept_;        ///< A comma, blanks and a name that may have to go.
    bool overflown_ = false;  ///< They were too long, and are written.
    std::string escape_;      ///< An escape that is not complete, as it is spelt,
    std::string escape_says_; ///< and its characters.
    char decoded_ = 0;        ///< What the last complete escape says; 0: a character of several bytes.
    bool looked_ = false;     ///< Whether a document stands in this string is decided.
    bool first_in_list_ = false;
    bool quoted_ = false;     ///< In a secret tree: inside a string of it.
    bool escaped_ = false;    ///< And behind a backslash.
    std::size_t tree_ = 0;    ///< Open brackets of a secret tree.
    std::string quote_;       ///< The quote that opened a secret string that may be empty.
    std::unique_ptr<document> inner_;
};

} // namespace codexflow::fields
