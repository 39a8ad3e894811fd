#pragma once

#include "engine/net/connection_pool.hpp"
#include "engine/net/response_reader.hpp"

#include <chrono>
#include <cstddef>
#include <memory>

namespace codexflow::net {

/// What is read at the most, and for how long, to save a connection.
inline constexpr std::size_t drain_limit = 16384;
inline constexpr std::chrono::milliseconds drain_patience{50};

/** Reads the rest of an answer that nobody wants any more and gives the connection back; closes it when
 *  more is left than the limits allow. Model streams end with a mark of their own, so their readers stop
 *  before the last bytes of HTTP have come; without this every call would need a fresh connection.
 *  Owns itself until then. */
void drain(std::unique_ptr<response_reader> rest, std::weak_ptr<connection_pool> pool);

} // namespace codexflow::net
