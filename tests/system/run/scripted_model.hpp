#pragma once

#include "tests/support/loopback_server.hpp"

#include <string>
#include <vector>

/** @file
 *  Model servers for the system tests: what a request asks, and answers in the providers' own formats. */
namespace codexflow::test {

/// The user's message of a chat request, in either provider's format.
std::string asked(const http_request& request);

/// The head of a streamed answer.
bool begin_openai(responder& back);
bool begin_ollama(responder& back);

/// A whole streamed answer, one HTTP chunk a piece.
bool answer_openai(responder& back, const std::vector<std::string>& deltas);
bool answer_ollama(responder& back, const std::vector<std::string>& deltas);

/// Says "You asked: <the user's message>" in three pieces.
void echo_openai(const http_request& request, responder& back);
void echo_ollama(const http_request& request, responder& back);
void echo_anthropic(const http_request& request, responder& back);

} // namespace codexflow::test
