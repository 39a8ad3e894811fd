#include "raw.hpp"

// What comes out, too fast or in time.
namespace raw {
namespace {

run& of(void* ud) { return *static_cast<run*>(ud); }

/// Goes on through CFLOW_WAIT until it is refused, then claims success.
void ignore_wait(run& me)
{
    const std::string piece(me.told.chunk, 'x');
    cflow_status status = CFLOW_OK;
    while (status >= 0 && me.told.emitted < me.told.most)
        status = me.emit(piece);
    me.told.status = status;
    me.done(CFLOW_OK, R"({"finish":"stop"})");
}

/// Asks to be told when it may go on, and goes on without having been told.
void ask_but_not_wait(run& me)
{
    const std::string piece(me.told.chunk, 'x');
    cflow_status status = CFLOW_OK;
    while (status >= 0 && me.told.emitted < me.told.most)
    {
        status = me.emit(piece);
        if (status == CFLOW_WAIT)
            me.host->op_wait_writable(me.op, [](void* ud, cflow_status) { ++of(ud).told.callbacks; }, &me);
    }
    me.told.status = status;
    me.done(CFLOW_OK, R"({"finish":"stop"})");
}

/// Never asks, but emits one chunk a turn, so that the consumer can keep up.
void one_a_turn(void* ud)
{
    run& me = of(ud);
    const cflow_status status = me.emit(std::string(me.told.chunk, 'x'));
    me.told.status = status;
    if (status < 0 || me.told.emitted >= me.told.most)
        return me.done(status < 0 ? status : CFLOW_OK, R"({"finish":"stop"})");
    me.host->op_post(me.op, &one_a_turn, &me);
}

/// As the rules want it.
void well_behaved(void* ud, cflow_status status)
{
    run& me = of(ud);
    if (status < 0)
        return me.done(status);
    while (me.told.emitted < me.told.most)
        if (me.emit(std::string(me.told.chunk, 'x')) == CFLOW_WAIT)
        {
            me.starting = 1;
            me.host->op_wait_writable(
                me.op,
                [](void* waiter, cflow_status woken) {
                    of(waiter).note(woken);
                    well_behaved(waiter, woken);
                },
                &me);
            me.starting = 0;
            return;
        }
    me.done(CFLOW_OK, R"({"finish":"stop"})");
}

} // namespace

bool start_flow(std::string_view verb, run* made)
{
    run& me = *made;
    const auto end_with = [](void* ud, cflow_status status) {
        of(ud).note(status);
        of(ud).done(CFLOW_OK);
    };
    if (verb == "ignore wait")
        ignore_wait(me);
    else if (verb == "ask but not wait")
        ask_but_not_wait(me);
    else if (verb == "one a turn")
        one_a_turn(&me);
    else if (verb == "well behaved")
        well_behaved(&me, CFLOW_OK);
    else if (verb == "give up a sleep")
        me.host->call_cancel(me.sleep(3'600'000'000, end_with));
    else if (verb == "give up a wait")
    {
        me.emit("x");
        me.host->call_cancel(me.host->op_wait_writable(me.op, end_with, &me));
    }
    else if (verb == "bad chunk")
    {
        const cflow_chunk tiny{8, CFLOW_CHUNK_TEXT, 0, 0, str("x")};
        me.told.status = me.host->op_emit(me.op, &tiny);
        me.done(CFLOW_OK);
    }
    else if (verb == "unknown chunk")
    {
        const cflow_chunk odd{sizeof(cflow_chunk), 99, 0, 0, str("x")};
        me.told.status = me.host->op_emit(me.op, &odd);
        me.done(CFLOW_OK);
    }
    else
        return false;
    return true;
}

} // namespace raw
