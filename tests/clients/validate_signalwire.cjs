// Judges a callback with the official SDK, as it came and with another room: validate_signalwire.cjs key url params signature
"use strict";

const { RestClient } = require("@signalwire/compatibility-api");
const story = require("./story.cjs");

const [key, url, told, signature] = process.argv.slice(2);
const params = JSON.parse(told);
const altered = { ...params, FriendlyName: "Another" };
story.tell("validate", {
  genuine: RestClient.validateRequest(key, signature, url, params),
  altered: RestClient.validateRequest(key, signature, url, altered),
});
