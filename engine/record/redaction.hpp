#pragma once

#include "engine/record/secret_mask.hpp"
#include "engine/record/text_redactor.hpp"

#include <functional>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

namespace codexflow {

/** What every text passes before it is written: the secrets whose values are known, then the redactor plugins in
 *  the order of the configuration. There is one for a run, at its recorder, and one for a command that writes
 *  what came from outside. Engine thread only. */
class redaction
{
public:
    /// The values that are known; who learns of one adds it here.
    secret_mask& values() noexcept { return values_; }

    /// Asked behind those that are there already.
    void add(std::unique_ptr<text_redactor> next) { redactors_.push_back(std::move(next)); }

    /** Redacts a whole text. One that is a JSON object or list stays one, as with apply_json(). */
    void apply(std::string& text) const;

    /** Redacts a JSON document, which stays one, with all that is not secret as it was, byte for byte. Its strings are
     *  also looked at as what they say, not as they are spelt (a line end is \n there), and so are the documents that
     *  stand in such strings. A redactor that breaks the document is given its strings one by one; one that fails leaves
     *  a string that says so. A text that is no JSON is treated as apply() does. */
    void apply_json(std::string& text) const;

    /// What redactors failed at since this was last asked, each in one sentence; for people.
    std::vector<std::string> take_faults() const;

    /** One text that comes in pieces. Begins when its first piece is there, ends with end(). The redaction
     *  outlives it, and learns no new redactor meanwhile. */
    class stream
    {
    public:
        explicit stream(const redaction& by);
        /** @return what may be written by now: the piece itself, if nothing is in it, else a text that is good
         *  until the next call. It is empty if all is held back. */
        std::string_view feed(std::string_view piece);
        /// What was held back; good as long as this.
        std::string_view end();

    private:
        using sessions = std::vector<std::unique_ptr<text_redactor::session>>;
        std::string_view feed_from(sessions::iterator first, std::string_view piece);

        const redaction* by_;
        std::string held_;   ///< The end of a piece that may be the beginning of a known value.
        sessions sessions_;  ///< Null: it wants no more of this text.
        std::string masked_, texts_[2];
    };

private:
    void apply_at(std::string& text, int depth) const;
    void apply_plainly(std::string& text) const;
    void look_into_strings(std::string& text, int depth) const;
    void keep_json(std::string& text) const;
    static bool keep_json(std::string& text, const std::function<bool(std::string_view, std::string&)>& step);

    secret_mask values_;
    std::vector<std::unique_ptr<text_redactor>> redactors_;
};

} // namespace codexflow
