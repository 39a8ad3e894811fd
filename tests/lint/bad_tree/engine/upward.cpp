#include "cli/help.hpp"
#include <boost/asio.hpp>
#include <boost/beast.hpp>
#include <boost/asio/post.hpp>
