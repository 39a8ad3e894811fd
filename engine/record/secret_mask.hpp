#pragma once

#include <array>
#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

namespace codexflow {

/** The values that must never be written, and what stands in their place: the first part of the funnel that every
 *  foreign text passes (redaction.hpp), before the redactor plugins. Engine thread only. */
class secret_mask
{
public:
    /// Values shorter than this are not masked: they would occur by chance.
    static constexpr std::size_t shortest = 8;

    /** @p value is replaced by "[secret:NAME]" from now on, also where it is spelt as JSON strings and as URLs spell
     *  it. */
    void add(std::string_view name, std::string_view value);

    /// True if a value, or its beginning at the end, stands in @p text.
    bool may_begin_in(std::string_view text) const noexcept
    {
        const secret* which = nullptr;
        for (std::size_t at = 0; at != text.size(); ++at)
            if (begins_with_[static_cast<unsigned char>(text[at])] && look(text.substr(at), which) != found::nothing)
                return true;
        return false;
    }

    /// True while there is nothing to look for.
    bool empty() const noexcept { return secrets_.empty(); }

    /** Masks a text that comes in pieces. Appends to @p out what is certain by now and keeps in @p held
     *  the end that may be the beginning of a value; the next piece, or nothing, decides about it. At the
     *  end of the text @p held is to be passed through end(). */
    void feed(std::string& held, std::string_view piece, std::string& out) const;

    /** What may be written of @p held when nothing follows. Half a value and more is masked as well: texts
     *  are cut at lengths that know nothing of what they cut. */
    std::string end(std::string_view held) const;

    /// Masks a whole text.
    void apply(std::string& text) const;

private:
    void add_spelling(const std::string& replacement, std::string_view value);

    struct secret
    {
        std::string value;
        std::string replacement;
    };
    enum class found
    {
        nothing,
        part, ///< The text ends inside what may become a value.
        whole,
    };
    found look(std::string_view text, const secret*& which) const noexcept;

    std::vector<secret> secrets_;         ///< Longest first.
    std::array<bool, 256> begins_with_{}; ///< By first byte: is there such a value?
};

} // namespace codexflow
