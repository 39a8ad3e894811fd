#include "engine/plugin/redactor_adapter.hpp"

#include "engine/base/clock.hpp"
#include "engine/plugin/text_writer.hpp"

#include <codexflow/view.hpp>

#include <fmt/format.h>

#include <utility>

namespace codexflow::plugin {
namespace {

/// The short way is timed at every so many calls only: two looks at the clock cost more than it does.
constexpr std::uint32_t timed_every = 64;

/// Marks may be longer than what they stand for, but not without bound.
std::size_t room_for(std::size_t bytes) { return 4 * bytes + (std::size_t{1} << 20); }

std::chrono::microseconds limit_for(std::size_t bytes) { return redactor_limit * (1 + (bytes >> 20)); }

} // namespace

redactor_adapter::redactor_adapter(const component_instance& instance, std::string name)
    : instance_(&instance), name_(std::move(name)), mark_("[REDACTED: redactor " + name_ + " failed]")
{
}

bool redactor_adapter::fail(std::string_view how)
{
    if (!std::exchange(told_, true))
        fault_ = fmt::format("redactor '{}' {}: what it was to look at is not written", name_, how);
    return false;
}

std::string redactor_adapter::take_fault() { return std::exchange(fault_, {}); }

/// @param what Gets the writer; returns the plugin's status. What it wrote is appended to @p out if all went well.
template <class Call> bool redactor_adapter::call(std::size_t bytes, std::string& out, Call&& what)
{
    clock& time = instance_->host().shared.time;
    text_writer answer(room_for(bytes));
    cflow_status status = CFLOW_E_EXCEPTION;
    const std::int64_t begun = time.steady_us();
    try
    {
        status = what(answer.abi());
    }
    catch (...)
    {
        status = CFLOW_E_EXCEPTION;
    }
    const std::chrono::microseconds took(time.steady_us() - begun);
    if (status == CFLOW_E_EXCEPTION)
        return fail("threw an exception");
    if (status < 0)
        return fail("reported an error");
    if (answer.text().size() >= room_for(bytes))
        return fail("wrote without end");
    if (took > limit_for(bytes))
        return fail(fmt::format("took {} ms for one text", took.count() / 1000));
    out += answer.text();
    return true;
}

bool redactor_adapter::redact(std::string_view text, std::string& out)
{
    const bool done = call(text.size(), out, [&](const cflow_writer* to) {
        return table().redact(instance_->self(), to_abi(text), to);
    });
    if (!done)
        out += mark_;
    return done;
}

/// Once it has failed, nothing more of the text is written.
class redactor_adapter::pieces final : public text_redactor::session
{
public:
    explicit pieces(redactor_adapter& by) : by_(by), table_(by.table())
    {
        std::string nothing;
        failed_ = !by_.call(0, nothing, [&](const cflow_writer*) { return table_.begin(self(), &session_); }) ||
                  session_ == nullptr;
        owed_ = failed_;
        if (failed_)
            by_.fail("could not begin a text");
        if (CFLOW_HAS(&table_, cflow_redactor_v1, pass))
            pass_ = table_.pass;
    }
    pieces(const pieces&) = delete;
    pieces& operator=(const pieces&) = delete;
    ~pieces() override { close(nullptr); }

    took pass(std::string_view piece) override
    {
        if (pass_ == nullptr || failed_ || ++calls_ % timed_every == 0)
            return took::nothing; // fed, and so timed
        cflow_status status = CFLOW_E_EXCEPTION;
        try
        {
            status = pass_(self(), session_, to_abi(piece));
        }
        catch (...)
        {
            status = CFLOW_E_EXCEPTION;
        }
        if (status < 0)
            give_up(!by_.fail("failed at a piece of text"));
        return status == CFLOW_OK ? took::unchanged : status == CFLOW_END ? took::settled : took::nothing;
    }

    void feed(std::string_view piece, std::string& out) override
    {
        fed_ += piece.size(); // what is written now may have been held back until now
        if (!failed_)
            give_up(!by_.call(fed_, out, [&](const cflow_writer* to) {
                return table_.feed(self(), session_, to_abi(piece), to);
            }));
        say_so(out);
    }

    void end(std::string& out) override
    {
        if (!failed_)
            give_up(!by_.call(fed_, out, [&](const cflow_writer* to) { return close(to); }));
        say_so(out);
    }

private:
    void* self() const noexcept { return by_.instance_->self(); }

    void give_up(bool failed)
    {
        failed_ = failed;
        owed_ = failed;
    }

    void say_so(std::string& out)
    {
        if (std::exchange(owed_, false))
            out += by_.mark_;
    }

    cflow_status close(const cflow_writer* out)
    {
        void* const ended = std::exchange(session_, nullptr);
        try
        {
            return ended == nullptr ? CFLOW_OK : table_.end(self(), ended, out);
        }
        catch (...)
        {
            return CFLOW_E_EXCEPTION;
        }
    }

    redactor_adapter& by_;
    const cflow_redactor_v1& table_;
    decltype(cflow_redactor_v1::pass) pass_ = nullptr;
    void* session_ = nullptr;
    std::size_t fed_ = 0; ///< Bytes.
    std::uint32_t calls_ = 0;
    bool failed_ = false;
    bool owed_ = false; ///< The mark that says so is still to be written.
};

std::unique_ptr<text_redactor::session> redactor_adapter::begin() { return std::make_unique<pieces>(*this); }

} // namespace codexflow::plugin
