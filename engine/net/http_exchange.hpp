#pragma once

#include "engine/net/connection_pool.hpp"
#include "engine/net/http.hpp"
#include "engine/net/response_reader.hpp"

#include <memory>
#include <string>
#include <vector>

namespace codexflow::net {

/// An answer on a connection of ours, from its head on. Made by http_client.
class streamed_exchange final : public http_exchange
{
public:
    /// @param response Its head has been read.
    streamed_exchange(std::unique_ptr<response_reader> response, const std::shared_ptr<connection_pool>& pool,
                      http_limits limits, std::string peer);
    ~streamed_exchange() override;

    int status() const noexcept override { return response_->status(); }
    const header_list& headers() const noexcept override { return headers_; }
    void read(body_reader& reader) override;
    void abort() override { response_->link().cancel(); }

private:
    void on_read(body_reader& reader, boost::system::error_code ec, std::size_t count);

    std::unique_ptr<response_reader> response_;
    const std::weak_ptr<connection_pool> pool_;
    const http_limits limits_;
    const std::string peer_;
    header_list headers_;
    std::vector<char> body_;
    std::vector<char> full_; ///< The last piece, when the next one gets a larger buffer.
};

} // namespace codexflow::net
