#pragma once

#include <codexflow/remembering.hpp>
#include <codexflow/remembering_requests.hpp>

#include <optional>
#include <string>
#include <string_view>

/** @file
 *  The original's keys: PREFIX:AGENT:ALIAS:NAMESPACE:SESSION for a list of entries, with "_" for what is absent, and
 *  PREFIX:session:ID for "there is such a session". The original puts the parts in as they are, so that "a:b" and "c" make
 *  the same key as "a" and "b:c"; here ':' and '%' within a part stand as %3A and %25, and a part that is "_" as %5F. */
namespace codexflow::redis {

class keys
{
public:
    explicit keys(std::string prefix) : prefix_(std::move(prefix)) {}

    /// The list that an entry belongs to.
    std::string list_of(const remembering::entry& one) const;
    std::string session(std::string_view id) const;
    /// A pattern for SCAN that all lists fit that may hold what is asked for, and some others.
    std::string pattern_of(const remembering::filter& by) const;

    /** Whether a key that fits such a pattern is a list that may hold what is asked for. A key with more parts than ours
     *  is the original's, with a ':' in some part: it may be any. */
    bool may_hold(std::string_view key, const remembering::filter& by) const;
    /// The session of a list of ours; nothing for other keys, and for lists without a session.
    std::optional<std::string> session_of(std::string_view key) const;

private:
    std::string prefix_;
};

} // namespace codexflow::redis
