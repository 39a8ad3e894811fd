#pragma once

#include "engine/net/connection_pool.hpp"
#include "engine/net/http.hpp"

#include <boost/asio/awaitable.hpp>
#include <boost/beast/http/buffer_body.hpp>
#include <boost/beast/http/parser.hpp>

#include <memory>
#include <string>
#include <vector>

namespace codexflow::net {

/** The exchange on a connection of ours. Made by http_client, which reads the head; what a body reader
 *  sees begins here. */
class beast_exchange final : public http_exchange
{
public:
    beast_exchange(std::unique_ptr<connection> link, connection_pool& pool, http_limits limits, std::string peer);
    ~beast_exchange() override;

    /// Reads the head, skipping 1xx answers. Called once, before anything else.
    boost::asio::awaitable<boost::system::error_code> read_head();

    connection& link() noexcept { return *link_; }
    int status() const noexcept override { return status_; }
    const header_list& headers() const noexcept override { return headers_; }
    void read(body_reader& reader) override;
    void abort() override { link_->cancel(); }

private:
    using parser = boost::beast::http::response_parser<boost::beast::http::buffer_body>;

    void new_parser();
    void on_read(boost::system::error_code ec);

    std::unique_ptr<connection> link_;
    connection_pool& pool_;
    const http_limits limits_;
    const std::string peer_;
    std::unique_ptr<parser> parser_;
    std::vector<char> body_;
    body_reader* reader_ = nullptr;
    int status_ = 0;
    header_list headers_;
};

} // namespace codexflow::net
