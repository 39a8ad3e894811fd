#include "raw.hpp"

// The HTTP service, used well and badly.
namespace raw {
namespace {

run& of(void* ud) { return *static_cast<run*>(ud); }

cflow_call* open(run& me, cflow_http_open_fn done)
{
    const cflow_field field{str("authorization"), str(me.told.header)};
    cflow_http_request request{};
    request.struct_size = sizeof request;
    request.method = str("GET");
    request.url = str(me.told.url);
    request.headers = &field;
    request.header_count = me.told.header.empty() ? 0 : 1;
    me.starting = 1;
    cflow_call* call = me.http().open(me.op, &request, done, &me);
    me.starting = 0;
    return call;
}

/// Keeps the stream; ends the operation when there is none.
bool opened(run& me, cflow_status status, cflow_http_stream* stream, cflow_str message)
{
    me.note(status);
    me.stream = stream;
    if (status >= 0)
        return true;
    me.told.text = view(message);
    me.done(status, view(message));
    return false;
}

void read(run& me, cflow_data_fn done)
{
    me.starting = 1;
    me.http().read(me.stream, done, &me);
    me.starting = 0;
}

void read_all(void* ud, cflow_status status, cflow_str data)
{
    run& me = of(ud);
    me.note(status);
    if (status == CFLOW_OK)
    {
        me.emit(view(data));
        return read(me, &read_all);
    }
    me.told.text = view(data);
    me.http().close(me.stream);
    me.done(status == CFLOW_END ? CFLOW_OK : status, view(data));
}

void note_only(void* ud, cflow_status status, cflow_str data)
{
    of(ud).note(status);
    of(ud).told.text = view(data);
}

/// The completion of an open: goes on with Then when there is a stream.
template <auto Then>
void then(void* ud, cflow_status status, cflow_http_stream* stream, const cflow_http_response*, cflow_str message)
{
    if (opened(of(ud), status, stream, message))
        Then(of(ud));
}

void close_and_end(void* ud, cflow_status status, cflow_str)
{
    run& me = of(ud);
    me.note(status);
    me.http().close(me.stream);
    me.done(CFLOW_OK);
}

void given_up(void* ud, cflow_status status, cflow_http_stream* stream, const cflow_http_response*, cflow_str)
{
    run& me = of(ud);
    me.note(status);
    if (stream != nullptr)
        me.http().close(stream);
    me.done(CFLOW_OK);
}

void ask_too_little(run& me)
{
    cflow_http_request request{};
    request.struct_size = 8;
    me.http().open(me.op, &request, &given_up, &me);
}

} // namespace

bool start_http(std::string_view verb, run* made)
{
    run& me = *made;
    if (verb == "get")
        open(me, &then<[](run& it) { read(it, &read_all); }>);
    else if (verb == "forget to close")
        open(me, &then<[](run& it) { it.done(CFLOW_OK); }>);
    else if (verb == "close, then end")
        open(me, &then<[](run& it) {
                 it.http().close(it.stream);
                 it.done(CFLOW_OK);
             }>);
    else if (verb == "close while reading")
        open(me, &then<[](run& it) {
                 read(it, &note_only);
                 it.http().close(it.stream);
                 it.done(CFLOW_OK);
             }>);
    else if (verb == "read twice at once")
        open(me, &then<[](run& it) {
                 read(it, &read_all);
                 read(it, &note_only);
             }>);
    else if (verb == "end while reading")
        open(me, &then<[](run& it) {
                 read(it, [](void* ud, cflow_status status, cflow_str) {
                     of(ud).note(status);
                     of(ud).http().close(of(ud).stream);
                 });
                 it.done(CFLOW_OK);
             }>);
    else if (verb == "give up an open")
        me.host->call_cancel(open(me, &given_up));
    else if (verb == "give up a read")
        open(me, &then<[](run& it) { it.host->call_cancel(it.http().read(it.stream, &close_and_end, &it)); }>);
    else if (verb == "throw from an open")
        open(me, &then<[](run&) { throw std::runtime_error("out of an open"); }>);
    else if (verb == "small request")
        ask_too_little(me);
    else
        return false;
    return true;
}

} // namespace raw
