#pragma once

#include <codexflow/failure.hpp>
#include <codexflow/operation.hpp>
#include <codexflow/task.hpp>

#include <memory>
#include <string>
#include <string_view>

/** @file
 *  The seven kinds, as the author derives from them. An instance lives from create to destroy; several
 *  operations of one instance may be under way at the same time, and on several threads unless the
 *  manifest says "threading":"serial": what they share must not be changed by them without care. */
namespace codexflow {

/// What an instance is made from.
class settings
{
public:
    settings(const cflow_host* host, std::string_view json) noexcept : host_(host), json_(json) {}

    /// A JSON object that fits the config schema of the manifest. Valid in the constructor only.
    std::string_view json() const noexcept { return json_; }
    const cflow_host* host() const noexcept { return host_; }

private:
    const cflow_host* host_;
    std::string_view json_;
};

namespace detail {
[[noreturn]] inline void refuse_verb(const operation& op)
{
    throw failure(CFLOW_E_UNSUPPORTED, "no such verb: " + std::string(op.verb()));
}
} // namespace detail

/// Calls a model. Results and requests: docs/schemas/provider.*.json.
class provider
{
public:
    static constexpr std::string_view kind = CFLOW_KIND_PROVIDER;
    virtual ~provider() = default;

    /// Streams the answer through op.emit and returns the result document.
    virtual task<std::string> chat(operation& op) = 0;
    /// {"models":[{"name","context_length"?,"capabilities"?:[..]}]}.
    virtual task<std::string> models(operation& op) { detail::refuse_verb(op); }
    /// Request {"model"}; {"context_length"?,"capabilities"?:[..]}: what one model can do, as its server says.
    virtual task<std::string> describe(operation& op) { detail::refuse_verb(op); }

    task<std::string> run(operation& op)
    {
        if (op.verb() == "chat")
            return chat(op);
        if (op.verb() == "models")
            return models(op);
        if (op.verb() == "describe")
            return describe(op);
        detail::refuse_verb(op);
    }
};

/** Something an agent can do, document in, document out; most authors derive from tool (tool.hpp) instead.
 *  The documents: docs/schemas/tool.*.json. */
class json_tool
{
public:
    static constexpr std::string_view kind = CFLOW_KIND_TOOL;
    virtual ~json_tool() = default;

    /// {"tools":[{"name","description","parameters","effect","subjects"?}]}.
    virtual task<std::string> list(operation& op) = 0;
    /// {"content","is_error"?,"truncated"?,"details"?}.
    virtual task<std::string> call(operation& op) = 0;
    /** For what must stay between calls: a process, a connection. Begun once, before "list", and under way as long as the
     *  tools are used; what it opened belongs to it, and the other operations ask it (wakeup.hpp). Ends by itself
     *  after close(), or when it is cancelled. A component that has no such thing leaves it out. */
    virtual task<std::string> serve(operation& op) { detail::refuse_verb(op); }
    /// The tools are not used any more: asks what serve() keeps to end well. Only while serve() is under way.
    virtual task<std::string> close(operation& op) { detail::refuse_verb(op); }

    task<std::string> run(operation& op)
    {
        if (op.verb() == "list")
            return list(op);
        if (op.verb() == "call")
            return call(op);
        if (op.verb() == "serve")
            return serve(op);
        if (op.verb() == "close")
            return close(op);
        detail::refuse_verb(op);
    }
};

/** Keeps what agents remember, document in, document out; most authors derive from memory (memory.hpp) instead.
 *  The documents: docs/schemas/memory.*.json. */
class json_memory
{
public:
    static constexpr std::string_view kind = CFLOW_KIND_MEMORY;
    virtual ~json_memory() = default;

    /// {"appended"}.
    virtual task<std::string> append(operation& op) = 0;
    /// Streams entries as CFLOW_CHUNK_JSON, newest first; {"count","bytes"?,"truncated"?,"damaged"?}.
    virtual task<std::string> query_json(operation& op) = 0;
    /// {"aliases":[{"alias","agent_ids","entries","bytes","oldest"?,"newest"?}],"damaged"?}.
    virtual task<std::string> list(operation& op) = 0;
    /// {"forgotten"}.
    virtual task<std::string> forget(operation& op) = 0;
    /// {"removed","kept","bytes_before","bytes_after"}.
    virtual task<std::string> compact(operation& op) = 0;

    task<std::string> run(operation& op)
    {
        if (op.verb() == "append")
            return append(op);
        if (op.verb() == "query")
            return query_json(op);
        if (op.verb() == "list")
            return list(op);
        if (op.verb() == "forget")
            return forget(op);
        if (op.verb() == "compact")
            return compact(op);
        detail::refuse_verb(op);
    }
};

/// Exports events. They have passed the redaction funnel.
class sink
{
public:
    static constexpr std::string_view kind = CFLOW_KIND_SINK;
    virtual ~sink() = default;

    virtual task<std::string> events(operation& op) = 0;
    virtual task<std::string> flush(operation& op) = 0;

    task<std::string> run(operation& op)
    {
        if (op.verb() == "events")
            return events(op);
        if (op.verb() == "flush")
            return flush(op);
        detail::refuse_verb(op);
    }
};

/** Chooses candidates, document in, document out; most authors derive from router (router.hpp) instead.
 *  Pure: no I/O, callable from any thread at once, the same answer every time.
 *  A class that also has `std::string prepare_json(std::string_view agents_json)` gets the agents once,
 *  before any request; else they come with each. */
class json_router
{
public:
    static constexpr std::string_view kind = CFLOW_KIND_ROUTER;
    virtual ~json_router() = default;
    virtual std::string route_json(std::string_view request_json) const = 0;
};

/** Judges tool calls, document in, document out; most authors derive from policy (policy.hpp) instead.
 *  Pure, as json_router; whatever is thrown counts as deny. */
class json_policy
{
public:
    static constexpr std::string_view kind = CFLOW_KIND_POLICY;
    virtual ~json_policy() = default;
    virtual std::string decide_json(std::string_view request_json) const = 0;
};

/** Removes what must not be written. Pure, as json_router. Most authors derive from streaming_redactor (redactor.hpp),
 *  for which a whole text is one in one piece. */
class redactor
{
public:
    static constexpr std::string_view kind = CFLOW_KIND_REDACTOR;

    /// A text that comes in pieces; used by one thread at a time.
    class session
    {
    public:
        /// What pass() made of a piece.
        enum class taken
        {
            unchanged, ///< It may be written as it is, and nothing is held back.
            settled,   ///< And so may all that follows: the session is not fed any more.
            nothing,   ///< It was not taken and must be fed.
        };

        virtual ~session() = default;
        /// What may be written by now. Holds back what may be the beginning of something: as little as it can.
        virtual std::string feed(std::string_view piece) = 0;
        virtual std::string end() = 0; ///< What was held back.
        /// The short way for text that holds nothing: most pieces are a few bytes, and there are many.
        virtual taken pass(std::string_view piece)
        {
            static_cast<void>(piece);
            return taken::nothing;
        }
    };

    virtual ~redactor() = default;
    virtual std::string redact(std::string_view text) const = 0;
    /// Must not be longer-lived than this object.
    virtual std::unique_ptr<session> begin() const = 0;
};

} // namespace codexflow
