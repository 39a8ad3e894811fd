// What the vendors' own clients make of an answer. Reads one question a line from stdin and writes one
// answer a line:
//   {"id": 1, "api": "chat|responses|messages|ollama", "base_url": "http://127.0.0.1:1/v1", "text": "hi", "key": "k"}
//   {"id": 1, "text", "reasoning", "calls": [{"id", "name", "arguments"}], "finish", "usage": "IN/OUT", "error"}
// The fields are those of codex-flow: finish is stop, length, tool_calls, content_filter or empty; error is
// the server's message, or the client's own where the server sent none. What came before an error stays.
import { createInterface } from 'node:readline';
import Anthropic from '@anthropic-ai/sdk';
import { Ollama } from 'ollama';
import OpenAI from 'openai';

const ours = {
    end_turn: 'stop', stop_sequence: 'stop', max_tokens: 'length', model_context_window_exceeded: 'length',
    max_output_tokens: 'length', tool_use: 'tool_calls', refusal: 'content_filter', completed: 'stop',
};
const finish = (reason) => ours[reason] ?? reason ?? '';
const openai = (ask) => new OpenAI({ apiKey: ask.key, baseURL: ask.base_url, maxRetries: 0, timeout: 20_000 });
const question = (ask) => [{ role: 'user', content: ask.text }];

async function chat(ask, said) {
    const calls = new Map();
    const stream = await openai(ask).chat.completions.create(
        { model: 'm', messages: question(ask), stream: true, stream_options: { include_usage: true } });
    for await (const chunk of stream) {
        if (chunk.usage)
            said.usage = `${chunk.usage.prompt_tokens}/${chunk.usage.completion_tokens}`;
        const choice = chunk.choices?.find((one) => one.index === 0);
        const delta = choice?.delta ?? {};
        said.text += delta.content ?? '';
        said.reasoning += delta.reasoning_content ?? delta.reasoning ?? '';
        said.refusal += delta.refusal ?? '';
        for (const piece of delta.tool_calls ?? []) {
            if (!calls.has(piece.index))
                calls.set(piece.index, { id: piece.id, name: piece.function.name, arguments: '' });
            calls.get(piece.index).arguments += piece.function.arguments ?? '';
        }
        said.calls = [...calls.values()];
        said.finish = finish(choice?.finish_reason) || said.finish;
    }
}

async function responses(ask, said) {
    const stream = await openai(ask).responses.create({ model: 'm', input: question(ask), stream: true });
    let last;
    for await (const event of stream)
        last = event.response ?? last;
    const parts = (type) => last.output.filter((item) => item.type === type);
    const content = parts('message').flatMap((item) => item.content);
    said.text = content.map((part) => part.text ?? '').join('');
    said.refusal = content.map((part) => part.refusal ?? '').join('');
    said.reasoning = parts('reasoning').flatMap((item) => item.summary).map((part) => part.text).join('');
    said.calls = parts('function_call').map((item) => ({ id: item.call_id, name: item.name, arguments: item.arguments }));
    said.finish = said.calls.length ? 'tool_calls' : finish(last.status);
    if (last.status === 'incomplete')
        said.finish = finish(last.incomplete_details?.reason);
    if (last.usage)
        said.usage = `${last.usage.input_tokens}/${last.usage.output_tokens}`;
    if (last.error)
        throw new Error(last.error.message);
}

async function messages(ask, said) {
    const client = new Anthropic({ apiKey: ask.key, baseURL: ask.base_url, maxRetries: 0, timeout: 20_000 });
    const stream = client.messages.stream({ model: 'm', max_tokens: 100, messages: question(ask) });
    stream.on('text', (piece) => { said.text += piece; });
    stream.on('thinking', (piece) => { said.reasoning += piece; });
    const message = await stream.finalMessage();
    said.calls = message.content.filter((block) => block.type === 'tool_use')
        .map((block) => ({ id: block.id, name: block.name, arguments: JSON.stringify(block.input) }));
    said.finish = finish(message.stop_reason);
    const usage = message.usage;
    const input = usage.input_tokens + (usage.cache_read_input_tokens ?? 0) + (usage.cache_creation_input_tokens ?? 0);
    said.usage = `${input}/${usage.output_tokens}`;
}

async function ollama(ask, said) {
    const client = new Ollama({ host: ask.base_url });
    for await (const part of await client.chat({ model: 'm', messages: question(ask), stream: true })) {
        said.text += part.message.content;
        said.reasoning += part.message.thinking ?? '';
        for (const call of part.message.tool_calls ?? [])
            said.calls.push({ id: call.id ?? '', name: call.function.name, arguments: JSON.stringify(call.function.arguments) });
        if (!part.done)
            continue;
        said.finish = said.calls.length ? 'tool_calls' : finish(part.done_reason);
        said.usage = `${part.prompt_eval_count ?? 0}/${part.eval_count ?? 0}`;
    }
}

const apis = { chat, responses, messages, ollama };
for await (const line of createInterface({ input: process.stdin })) {
    const ask = JSON.parse(line);
    const said = { id: ask.id, text: '', reasoning: '', refusal: '', calls: [], finish: '', usage: '', error: '' };
    try {
        await apis[ask.api](ask, said);
    } catch (failure) {
        const body = failure.error?.error ?? failure.error;
        said.error = body?.message ?? (typeof body === 'string' ? body : failure.message);
    }
    process.stdout.write(JSON.stringify(said) + '\n');
}
