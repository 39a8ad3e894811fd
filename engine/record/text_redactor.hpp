#pragma once

#include <cstdint>
#include <memory>
#include <string>
#include <string_view>

namespace codexflow {

/** One redactor as the funnel calls it: a plugin behind its adapter. It fails closed: where it cannot do its
 *  work the text is replaced by one that says so, and the reason is kept for take_fault().
 *  Owned by the funnel; engine thread only. */
class text_redactor
{
public:
    /// A text that comes in pieces. Ends with end(), or by being destroyed: then what it held back is dropped.
    class session
    {
    public:
        enum class took : std::uint8_t
        {
            unchanged, ///< The piece may be written as it is; nothing is held back.
            settled,   ///< So may all that follows: this session need not be asked again.
            nothing,   ///< The piece was not taken: feed() it.
        };
        virtual ~session() = default;
        /// The short way for text that holds nothing; copies nothing.
        virtual took pass(std::string_view piece) = 0;
        /// Appends to @p out what is certain by now.
        virtual void feed(std::string_view piece, std::string& out) = 0;
        /// Appends what was held back.
        virtual void end(std::string& out) = 0;
    };

    virtual ~text_redactor() = default;
    /// Appends the redacted form of a whole text. @return false if the redactor failed and that is said instead.
    virtual bool redact(std::string_view text, std::string& out) = 0;
    /// Begins a text that comes in pieces; never null. This outlives it.
    virtual std::unique_ptr<session> begin() = 0;
    /// What failed, in our own words, since this was last asked; empty if nothing did.
    virtual std::string take_fault() = 0;
};

} // namespace codexflow
