#include "engine/record/event_json.hpp"
#include "engine/record/redaction.hpp"

#include <boost/pfr/core.hpp>

#include <optional>
#include <type_traits>
#include <variant>

namespace codexflow {
namespace {

/** Visits every text in an event, whatever its members are called: a member that is added later is not forgotten.
 *  Words of closed lists and digests are among them, and stay as they are. */
struct text_visitor
{
    const redaction& by;
    const std::function<const task_ref*(const task_ref*)>& shown_as;

    void operator()(std::string& text) const { by.apply(text); }
    void operator()(const task_ref*& task) const { task = shown_as(task); }
    void operator()(error& what) const
    {
        for (std::string* text : {&what.message, &what.hint, &what.detail, &what.kind, &what.phase})
            by.apply(*text);
        (*this)(what.where);
    }
    template <class T> void operator()(std::vector<T>& all) const
    {
        if constexpr (std::is_class_v<T>)
            for (T& one : all)
                (*this)(one);
    }
    template <class T> void operator()(std::optional<T>& maybe) const
    {
        if (maybe)
            (*this)(*maybe);
    }
    template <class T> void operator()(T& other) const
    {
        if constexpr (std::is_same_v<T, event::chunk> || !std::is_class_v<T>)
            return; // the recorder redacts a chunk as a part of its text; the rest are numbers
        else
            boost::pfr::for_each_field(other, [this](auto& member) { (*this)(member); });
    }
};

} // namespace

void redact_payload(event::payload& body, const redaction& by,
                    const std::function<const task_ref*(const task_ref*)>& shown_as)
{
    std::visit(text_visitor{by, shown_as}, body);
}

} // namespace codexflow
