#pragma once

#include "engine/plugin/operation.hpp"

namespace codexflow::gateway {

/// For verbs that answer with a document alone: what is streamed all the same is of no use.
class no_chunks final : public plugin::chunk_consumer
{
public:
    bool on_chunk(const cflow_chunk&) override { return true; }
    void when_ready(std::function<void()> go) override { go(); }
};

} // namespace codexflow::gateway
