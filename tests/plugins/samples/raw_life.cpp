#include "raw.hpp"

// How operations begin, end and fail to end.
namespace raw {
namespace {

run& of(void* ud) { return *static_cast<run*>(ud); }

void sleep_then_end(run& me)
{
    me.starting = 1;
    me.sleep(3'600'000'000, [](void* ud, cflow_status status) {
        of(ud).note(status);
        of(ud).done(status, "slept");
    });
    me.starting = 0;
}

/// Two callbacks are owed; the first one throws.
void throw_with_one_owed(run& me)
{
    me.sleep(0, [](void* ud, cflow_status) {
        ++of(ud).told.callbacks;
        throw std::runtime_error("out of a callback");
    });
    me.sleep(3'600'000'000, [](void* ud, cflow_status status) { of(ud).note(status); });
}

/// Nothing is in flight and cancel is not heard; the test ends it, or nobody does.
void deaf(run& me)
{
    me.cancel = nullptr;
    me.told.finish = [](puppet& told) {
        run& waiting = of(told.task);
        const cflow_chunk late{sizeof(cflow_chunk), CFLOW_CHUNK_TEXT, 0, 0, str("too late")};
        told.status = waiting.host->op_emit(waiting.op, &late);
        waiting.done(CFLOW_OK);
    };
}

/// Work on a thread of the plugin's own, which posts what it finds.
void work_on_a_thread(run& me)
{
    me.host->op_retain(me.op);
    me.thread = std::thread([&me] {
        for (int i = 0; i != 100; ++i)
            me.host->op_post(me.op, [](void* ud) { of(ud).emit("."); }, &me);
        me.host->op_post(me.op, [](void* ud) { of(ud).done(CFLOW_OK, R"({"finish":"stop"})"); }, &me);
        me.host->op_release(me.op);
    });
}

/// Done is said while the thread still holds the operation: its end must wait for the thread.
void end_before_the_thread(run& me)
{
    me.host->op_retain(me.op);
    me.done(CFLOW_OK);
    me.thread = std::thread([&me] {
        me.host->op_post(me.op, [](void* ud) { ++of(ud).told.callbacks; }, &me);
        me.host->op_release(me.op);
    });
}

} // namespace

bool start_life(std::string_view verb, run* made)
{
    run& me = *made;
    if (verb == "done in start")
    {
        me.emit("x");
        me.done(CFLOW_OK, R"({"finish":"stop"})");
    }
    else if (verb == "done twice")
    {
        me.done(CFLOW_OK, "first");
        me.done(CFLOW_E_FAILED, "second");
    }
    else if (verb == "emit after done")
    {
        me.done(CFLOW_OK);
        me.told.status = me.emit("x");
    }
    else if (verb == "sleep")
        sleep_then_end(me);
    else if (verb == "sleep a little")
        me.sleep(1000, [](void* ud, cflow_status status) { of(ud).done(status); });
    else if (verb == "sleep after done")
    {
        me.done(CFLOW_OK);
        me.sleep(0, [](void* ud, cflow_status status) { of(ud).note(status); });
    }
    else if (verb == "take the cancel for an end")
    {
        me.cancel = [](cflow_task* self, cflow_status why) { static_cast<run*>(self)->done(why, "stopped at once"); };
        me.sleep(3'600'000'000, [](void* ud, cflow_status status) { of(ud).note(status); });
    }
    else if (verb == "throw from a callback")
        throw_with_one_owed(me);
    else if (verb == "throw from a post")
        me.host->op_post(me.op, [](void*) { throw 7; }, nullptr);
    else if (verb == "throw from cancel")
    {
        me.cancel = [](cflow_task*, cflow_status) { throw std::runtime_error("out of cancel"); };
        me.sleep(3'600'000'000, [](void* ud, cflow_status status) { of(ud).note(status); });
    }
    else if (verb == "throw from release")
    {
        me.throws_on_release = true;
        me.done(CFLOW_OK);
    }
    else if (verb == "deaf")
        deaf(me);
    else if (verb == "thread")
        work_on_a_thread(me);
    else if (verb == "end before the thread")
        end_before_the_thread(me);
    else
        return false;
    return true;
}

} // namespace raw
