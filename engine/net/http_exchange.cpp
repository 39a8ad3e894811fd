#include "engine/net/http_exchange.hpp"

#include "engine/net/drain.hpp"

#include <algorithm>
#include <utility>

namespace codexflow::net {
namespace {

constexpr std::size_t first_buffer = 4096;
constexpr std::size_t largest_buffer = 65536;

std::string lower_case(std::string_view text)
{
    std::string lower(text);
    std::transform(lower.begin(), lower.end(), lower.begin(),
                   [](char c) { return c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c; });
    return lower;
}

} // namespace

streamed_exchange::streamed_exchange(std::unique_ptr<response_reader> response,
                                     const std::shared_ptr<connection_pool>& pool, http_limits limits,
                                     std::string peer)
    : response_(std::move(response)), pool_(pool), limits_(limits), peer_(std::move(peer)), body_(first_buffer)
{
    for (const auto& field : response_->fields())
        headers_.emplace_back(lower_case(field.name_string()), std::string(field.value()));
}

streamed_exchange::~streamed_exchange()
{
    if (!response_->healthy() || response_->link().cancelled())
        return;
    if (!response_->skip_arrived())
    {
        drain(std::move(response_), pool_);
        return;
    }
    auto link = response_->take_reusable();
    if (const auto pool = pool_.lock(); pool != nullptr && link != nullptr)
        pool->give(std::move(link));
}

void streamed_exchange::read(body_reader& reader)
{
    response_->link().begin_wait("idle", limits_.idle);
    response_->read_body(body_.data(), body_.size(), [this, &reader](boost::system::error_code ec, std::size_t count) {
        on_read(reader, ec, count);
    });
}

void streamed_exchange::on_read(body_reader& reader, boost::system::error_code ec, std::size_t count)
{
    connection& link = response_->link();
    link.end_wait();
    if (ec || link.cancelled())
        return reader.on_body_failed(link.explain(ec, peer_));
    // A fast stream fills its buffer: give it a larger one for the next read, not for this one.
    const bool grow = count == body_.size() && body_.size() < largest_buffer;
    if (grow)
    {
        std::vector<char> larger(body_.size() * 2);
        larger.swap(body_);
        full_ = std::move(larger);
        return reader.on_body(std::string_view(full_.data(), count));
    }
    reader.on_body(std::string_view(body_.data(), count));
}

} // namespace codexflow::net
