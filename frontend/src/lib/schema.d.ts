// Made by `npm run types` from the server's own document, SHA-256 7ce6a0e0a153abd1443f8b695c01fbe0568f953bcc20fd94d61f6f1329ef1397.

export interface paths {
    "/api/alignment": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Which checks agree with people, graded, chosen as sets, and which may be trusted. */
        get: {
            parameters: {
                query: {
                    /** @description only this application */
                    app?: string;
                    /** @description what the labels are about */
                    criterion: string;
                };
                header?: never;
                path?: never;
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                /** @description the answer */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["AlignmentAnswer"];
                    };
                };
                /** @description something in the request is wrong; the sentence says what */
                400: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Error"];
                    };
                };
                /** @description this needs a sign-in or an API key */
                401: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Error"];
                    };
                };
                /** @description the role, the API key or the page that asks is not one that may */
                403: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Error"];
                    };
                };
                /** @description it is not there */
                404: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Error"];
                    };
                };
                /** @description something that is there, or is missing, is in the way */
                409: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Error"];
                    };
                };
                /** @description the store cannot be read now */
                503: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Error"];
                    };
                };
            };
        };
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/alignment/items": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** The labelled outputs in one cell of a check's table, or of a row of the matrix: `tp` with the name of a failure. */
        get: {
            parameters: {
                query: {
                    /** @description only this application */
                    app?: string;
                    /** @description tp, fp, fn, tn or unmeasured; tp is caught */
                    cell: string;
                    /** @description the spec of a check that has verdicts */
                    check: string;
                    /** @description what the labels are about */
                    criterion: string;
                    /** @description only bad outputs for which somebody named this reason; empty: those without one */
                    failure?: string;
                    /** @description how many at most */
                    limit?: number;
                };
                header?: never;
                path?: never;
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                /** @description the answer */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["CellItems"];
                    };
                };
                /** @description something in the request is wrong; the sentence says what */
                400: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Error"];
                    };
                };
                /** @description this needs a sign-in or an API key */
                401: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Error"];
                    };
                };
                /** @description the role, the API key or the page that asks is not one that may */
                403: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Error"];
                    };
                };
                /** @description it is not there */
                404: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Error"];
                    };
                };
                /** @description something that is there, or is missing, is in the way */
                409: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Error"];
                    };
                };
                /** @description the store cannot be read now */
                503: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Error"];
                    };
                };
            };
        };
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/alignment/rounds": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** How a check agrees with people as labels grew: at most 30 rounds, each with those before. */
        get: {
            parameters: {
                query: {
                    /** @description only this application */
                    app?: string;
                    /** @description the spec of a check that has verdicts */
                    check: string;
                    /** @description what the labels are about */
                    criterion: string;
                };
                header?: never;
                path?: never;
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                /** @description the answer */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Round"][];
                    };
                };
                /** @description something in the request is wrong; the sentence says what */
                400: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Error"];
                    };
                };
                /** @description this needs a sign-in or an API key */
                401: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Error"];
                    };
                };
                /** @description the role, the API key or the page that asks is not one that may */
                403: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Error"];
                    };
                };
                /** @description it is not there */
                404: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Error"];
                    };
                };
                /** @description something that is there, or is missing, is in the way */
                409: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Error"];
                    };
                };
                /** @description the store cannot be read now */
                503: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Error"];
                    };
                };
            };
        };
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/apps": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** The applications, those with the newest span first. */
        get: {
            parameters: {
                query?: never;
                header?: never;
                path?: never;
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                /** @description the answer */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Application"][];
                    };
                };
                /** @description something in the request is wrong; the sentence says what */
                400: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Error"];
                    };
                };
                /** @description this needs a sign-in or an API key */
                401: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Error"];
                    };
                };
                /** @description the role, the API key or the page that asks is not one that may */
                403: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Error"];
                    };
                };
                /** @description it is not there */
                404: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Error"];
                    };
                };
                /** @description something that is there, or is missing, is in the way */
                409: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Error"];
                    };
                };
                /** @description the store cannot be read now */
                503: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Error"];
                    };
                };
            };
        };
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/checks": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Every check: those with verdicts first, then the project's, then the library's. */
        get: {
            parameters: {
                query?: {
                    /** @description only this application */
                    app?: string;
                };
                header?: never;
                path?: never;
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                /** @description the answer */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Listed"][];
                    };
                };
                /** @description something in the request is wrong; the sentence says what */
                400: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Error"];
                    };
                };
                /** @description this needs a sign-in or an API key */
                401: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Error"];
                    };
                };
                /** @description the role, the API key or the page that asks is not one that may */
                403: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Error"];
                    };
                };
                /** @description it is not there */
                404: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Error"];
                    };
                };
                /** @description something that is there, or is missing, is in the way */
                409: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Error"];
                    };
                };
                /** @description the store cannot be read now */
                503: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Error"];
                    };
                };
            };
        };
        put?: never;
        /**
         * Save a check of the library in checks/from_review.py and judge all outputs with it.
         * @description Needs the header `X-Genchi: 1`.
         */
        post: {
            parameters: {
                query?: never;
                header?: never;
                path?: never;
                cookie?: never;
            };
            requestBody: {
                content: {
                    "application/json": components["schemas"]["NewCheck"];
                };
            };
            responses: {
                /** @description the answer */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["SavedCheck"];
                    };
                };
                /** @description something in the request is wrong; the sentence says what */
                400: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Error"];
                    };
                };
                /** @description this needs a sign-in or an API key */
                401: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Error"];
                    };
                };
                /** @description the role, the API key or the page that asks is not one that may */
                403: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Error"];
                    };
                };
                /** @description it is not there */
                404: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Error"];
                    };
                };
                /** @description the body took too long to arrive */
                408: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Error"];
                    };
                };
                /** @description something that is there, or is missing, is in the way */
                409: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Error"];
                    };
                };
                /** @description the body is too large */
                413: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Error"];
                    };
                };
                /** @description too much at a time; Retry-After says when to send it again */
                429: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Error"];
                    };
                };
                /** @description the store cannot be read now */
                503: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Error"];
                    };
                };
            };
        };
        /**
         * Take the line of a saved check back; its verdicts stay, and are not shown any more.
         * @description Needs the header `X-Genchi: 1`.
         */
        delete: {
            parameters: {
                query: {
                    /** @description only this application */
                    app?: string;
                    /** @description a check as it is written, such as max_words(120) */
                    spec: string;
                };
                header?: never;
                path?: never;
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                /** @description the answer */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Nothing"];
                    };
                };
                /** @description something in the request is wrong; the sentence says what */
                400: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Error"];
                    };
                };
                /** @description this needs a sign-in or an API key */
                401: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Error"];
                    };
                };
                /** @description the role, the API key or the page that asks is not one that may */
                403: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Error"];
                    };
                };
                /** @description it is not there */
                404: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Error"];
                    };
                };
                /** @description the body took too long to arrive */
                408: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Error"];
                    };
                };
                /** @description something that is there, or is missing, is in the way */
                409: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Error"];
                    };
                };
                /** @description the body is too large */
                413: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Error"];
                    };
                };
                /** @description too much at a time; Retry-After says when to send it again */
                429: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Error"];
                    };
                };
                /** @description the store cannot be read now */
                503: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Error"];
                    };
                };
            };
        };
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/checks/run": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Judge the outputs that these checks have not judged yet, in the background.
         * @description Needs the header `X-Genchi: 1`.
         */
        post: {
            parameters: {
                query?: never;
                header?: never;
                path?: never;
                cookie?: never;
            };
            requestBody: {
                content: {
                    "application/json": components["schemas"]["NewRun"];
                };
            };
            responses: {
                /** @description the answer */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["StartedJob"];
                    };
                };
                /** @description something in the request is wrong; the sentence says what */
                400: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Error"];
                    };
                };
                /** @description this needs a sign-in or an API key */
                401: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Error"];
                    };
                };
                /** @description the role, the API key or the page that asks is not one that may */
                403: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Error"];
                    };
                };
                /** @description it is not there */
                404: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Error"];
                    };
                };
                /** @description the body took too long to arrive */
                408: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Error"];
                    };
                };
                /** @description something that is there, or is missing, is in the way */
                409: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Error"];
                    };
                };
                /** @description the body is too large */
                413: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Error"];
                    };
                };
                /** @description too much at a time; Retry-After says when to send it again */
                429: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Error"];
                    };
                };
                /** @description the store cannot be read now */
                503: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Error"];
                    };
                };
            };
        };
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/checks/trial": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * What a check would say of labelled and recent outputs, within 30 seconds; not stored.
         * @description Needs the header `X-Genchi: 1`.
         */
        post: {
            parameters: {
                query?: never;
                header?: never;
                path?: never;
                cookie?: never;
            };
            requestBody: {
                content: {
                    "application/json": components["schemas"]["NewTrial"];
                };
            };
            responses: {
                /** @description the answer */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["TrialAnswer"];
                    };
                };
                /** @description something in the request is wrong; the sentence says what */
                400: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Error"];
                    };
                };
                /** @description this needs a sign-in or an API key */
                401: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Error"];
                    };
                };
                /** @description the role, the API key or the page that asks is not one that may */
                403: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Error"];
                    };
                };
                /** @description it is not there */
                404: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Error"];
                    };
                };
                /** @description the body took too long to arrive */
                408: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Error"];
                    };
                };
                /** @description something that is there, or is missing, is in the way */
                409: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Error"];
                    };
                };
                /** @description the body is too large */
                413: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Error"];
                    };
                };
                /** @description too much at a time; Retry-After says when to send it again */
                429: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Error"];
                    };
                };
                /** @description the store cannot be read now */
                503: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Error"];
                    };
                };
            };
        };
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/criteria": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** The criteria of an application: what good means, and how many labels say so. */
        get: {
            parameters: {
                query?: {
                    /** @description only this application */
                    app?: string;
                };
                header?: never;
                path?: never;
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                /** @description the answer */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Criterion"][];
                    };
                };
                /** @description something in the request is wrong; the sentence says what */
                400: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Error"];
                    };
                };
                /** @description this needs a sign-in or an API key */
                401: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Error"];
                    };
                };
                /** @description the role, the API key or the page that asks is not one that may */
                403: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Error"];
                    };
                };
                /** @description it is not there */
                404: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Error"];
                    };
                };
                /** @description something that is there, or is missing, is in the way */
                409: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Error"];
                    };
                };
                /** @description the store cannot be read now */
                503: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Error"];
                    };
                };
            };
        };
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/criteria/{name}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        /**
         * Make a criterion, or word it anew; its earlier wordings stay.
         * @description Needs the header `X-Genchi: 1`.
         */
        put: {
            parameters: {
                query?: {
                    /** @description only this application */
                    app?: string;
                };
                header?: never;
                path: {
                    /** @description the name of the criterion */
                    name: string;
                };
                cookie?: never;
            };
            requestBody: {
                content: {
                    "application/json": components["schemas"]["NewWording"];
                };
            };
            responses: {
                /** @description the answer */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Criterion"];
                    };
                };
                /** @description something in the request is wrong; the sentence says what */
                400: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Error"];
                    };
                };
                /** @description this needs a sign-in or an API key */
                401: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Error"];
                    };
                };
                /** @description the role, the API key or the page that asks is not one that may */
                403: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Error"];
                    };
                };
                /** @description it is not there */
                404: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Error"];
                    };
                };
                /** @description the body took too long to arrive */
                408: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Error"];
                    };
                };
                /** @description something that is there, or is missing, is in the way */
                409: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Error"];
                    };
                };
                /** @description the body is too large */
                413: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Error"];
                    };
                };
                /** @description too much at a time; Retry-After says when to send it again */
                429: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Error"];
                    };
                };
                /** @description the store cannot be read now */
                503: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Error"];
                    };
                };
            };
        };
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/criteria/{name}/reasons": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Name a way to be bad; its name is made of its title.
         * @description Needs the header `X-Genchi: 1`.
         */
        post: {
            parameters: {
                query?: {
                    /** @description only this application */
                    app?: string;
                };
                header?: never;
                path: {
                    /** @description the name of the criterion */
                    name: string;
                };
                cookie?: never;
            };
            requestBody: {
                content: {
                    "application/json": components["schemas"]["NewReason"];
                };
            };
            responses: {
                /** @description the answer */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Criterion"];
                    };
                };
                /** @description something in the request is wrong; the sentence says what */
                400: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Error"];
                    };
                };
                /** @description this needs a sign-in or an API key */
                401: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Error"];
                    };
                };
                /** @description the role, the API key or the page that asks is not one that may */
                403: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Error"];
                    };
                };
                /** @description it is not there */
                404: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Error"];
                    };
                };
                /** @description the body took too long to arrive */
                408: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Error"];
                    };
                };
                /** @description something that is there, or is missing, is in the way */
                409: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Error"];
                    };
                };
                /** @description the body is too large */
                413: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Error"];
                    };
                };
                /** @description too much at a time; Retry-After says when to send it again */
                429: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Error"];
                    };
                };
                /** @description the store cannot be read now */
                503: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Error"];
                    };
                };
            };
        };
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/export/labels": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** The labels of an application that count, as a file. */
        get: {
            parameters: {
                query?: {
                    /** @description only this application */
                    app?: string;
                    /** @description only those of this criterion */
                    criterion?: string;
                    /** @description csv or jsonl */
                    format?: string;
                };
                header?: never;
                path?: never;
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                /** @description the answer */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/x-ndjson": string;
                        "text/csv": string;
                    };
                };
                /** @description something in the request is wrong; the sentence says what */
                400: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Error"];
                    };
                };
                /** @description this needs a sign-in or an API key */
                401: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Error"];
                    };
                };
                /** @description the role, the API key or the page that asks is not one that may */
                403: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Error"];
                    };
                };
                /** @description it is not there */
                404: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Error"];
                    };
                };
                /** @description something that is there, or is missing, is in the way */
                409: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Error"];
                    };
                };
                /** @description the store cannot be read now */
                503: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Error"];
                    };
                };
            };
        };
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/export/traces": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** The spans a filter means, with their payloads, as a file. */
        get: {
            parameters: {
                query?: {
                    /** @description also spans that stand within others */
                    all_spans?: boolean;
                    /** @description only this application */
                    app?: string;
                    /** @description which spans, such as `model:gpt-4* latency:>2s refund` */
                    filter?: string;
                    /** @description csv or jsonl */
                    format?: string;
                };
                header?: never;
                path?: never;
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                /** @description the answer */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/x-ndjson": string;
                        "text/csv": string;
                    };
                };
                /** @description something in the request is wrong; the sentence says what */
                400: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Error"];
                    };
                };
                /** @description this needs a sign-in or an API key */
                401: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Error"];
                    };
                };
                /** @description the role, the API key or the page that asks is not one that may */
                403: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Error"];
                    };
                };
                /** @description it is not there */
                404: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Error"];
                    };
                };
                /** @description something that is there, or is missing, is in the way */
                409: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Error"];
                    };
                };
                /** @description the store cannot be read now */
                503: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Error"];
                    };
                };
            };
        };
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/facets": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** How many spans have which value of each field, most frequent first. */
        get: {
            parameters: {
                query?: {
                    /** @description only this application */
                    app?: string;
                    /** @description the fields, between commas */
                    fields?: string;
                    /** @description which spans, such as `model:gpt-4* latency:>2s refund` */
                    filter?: string;
                    /** @description values of each field */
                    limit?: number;
                };
                header?: never;
                path?: never;
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                /** @description the answer */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Facet"][];
                    };
                };
                /** @description something in the request is wrong; the sentence says what */
                400: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Error"];
                    };
                };
                /** @description this needs a sign-in or an API key */
                401: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Error"];
                    };
                };
                /** @description the role, the API key or the page that asks is not one that may */
                403: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Error"];
                    };
                };
                /** @description it is not there */
                404: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Error"];
                    };
                };
                /** @description something that is there, or is missing, is in the way */
                409: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Error"];
                    };
                };
                /** @description the store cannot be read now */
                503: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Error"];
                    };
                };
            };
        };
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/feedback": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** The feedback on a trace and all its spans, or on one span, oldest first. */
        get: {
            parameters: {
                query: {
                    /** @description only this application */
                    app?: string;
                    /** @description the id of a span: only the feedback on it */
                    span?: string;
                    /** @description the id of the trace */
                    trace: string;
                };
                header?: never;
                path?: never;
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                /** @description the answer */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["PlacedFeedback"][];
                    };
                };
                /** @description something in the request is wrong; the sentence says what */
                400: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Error"];
                    };
                };
                /** @description this needs a sign-in or an API key */
                401: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Error"];
                    };
                };
                /** @description the role, the API key or the page that asks is not one that may */
                403: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Error"];
                    };
                };
                /** @description it is not there */
                404: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Error"];
                    };
                };
                /** @description something that is there, or is missing, is in the way */
                409: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Error"];
                    };
                };
                /** @description the store cannot be read now */
                503: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Error"];
                    };
                };
            };
        };
        put?: never;
        /** Store what users said of outputs, or did with them; an id that is known changes nothing. */
        post: {
            parameters: {
                query?: never;
                header?: never;
                path?: never;
                cookie?: never;
            };
            requestBody: {
                content: {
                    "application/json": components["schemas"]["FeedbackBatch"];
                };
            };
            responses: {
                /** @description the answer */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["FeedbackTaken"];
                    };
                };
                /** @description something in the request is wrong; the sentence says what */
                400: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Error"];
                    };
                };
                /** @description this needs a sign-in or an API key */
                401: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Error"];
                    };
                };
                /** @description the role, the API key or the page that asks is not one that may */
                403: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Error"];
                    };
                };
                /** @description it is not there */
                404: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Error"];
                    };
                };
                /** @description the body took too long to arrive */
                408: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Error"];
                    };
                };
                /** @description something that is there, or is missing, is in the way */
                409: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Error"];
                    };
                };
                /** @description the body is too large */
                413: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Error"];
                    };
                };
                /** @description too much at a time; Retry-After says when to send it again */
                429: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Error"];
                    };
                };
                /** @description the store cannot be read now */
                503: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Error"];
                    };
                };
            };
        };
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/feedback/recent": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** The newest feedback of an application. */
        get: {
            parameters: {
                query?: {
                    /** @description only this application */
                    app?: string;
                    /** @description only this kind: thumbs, correction, accepted, edited, ignored, regenerated, copied, comment, verified */
                    kind?: string;
                    /** @description how many */
                    limit?: number;
                };
                header?: never;
                path?: never;
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                /** @description the answer */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["PlacedFeedback"][];
                    };
                };
                /** @description something in the request is wrong; the sentence says what */
                400: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Error"];
                    };
                };
                /** @description this needs a sign-in or an API key */
                401: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Error"];
                    };
                };
                /** @description the role, the API key or the page that asks is not one that may */
                403: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Error"];
                    };
                };
                /** @description it is not there */
                404: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Error"];
                    };
                };
                /** @description something that is there, or is missing, is in the way */
                409: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Error"];
                    };
                };
                /** @description the store cannot be read now */
                503: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Error"];
                    };
                };
            };
        };
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/filter/check": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Whether a filter can be read, and where not. */
        get: {
            parameters: {
                query?: {
                    /** @description which spans, such as `model:gpt-4* latency:>2s refund` */
                    filter?: string;
                };
                header?: never;
                path?: never;
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                /** @description the answer */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["CheckedFilter"];
                    };
                };
                /** @description something in the request is wrong; the sentence says what */
                400: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Error"];
                    };
                };
                /** @description this needs a sign-in or an API key */
                401: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Error"];
                    };
                };
                /** @description the role, the API key or the page that asks is not one that may */
                403: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Error"];
                    };
                };
                /** @description it is not there */
                404: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Error"];
                    };
                };
                /** @description something that is there, or is missing, is in the way */
                409: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Error"];
                    };
                };
                /** @description the store cannot be read now */
                503: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Error"];
                    };
                };
            };
        };
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/filter/fields": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** The fields of filters. */
        get: {
            parameters: {
                query?: never;
                header?: never;
                path?: never;
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                /** @description the answer */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["FilterField"][];
                    };
                };
                /** @description something in the request is wrong; the sentence says what */
                400: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Error"];
                    };
                };
                /** @description this needs a sign-in or an API key */
                401: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Error"];
                    };
                };
                /** @description the role, the API key or the page that asks is not one that may */
                403: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Error"];
                    };
                };
                /** @description it is not there */
                404: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Error"];
                    };
                };
                /** @description something that is there, or is missing, is in the way */
                409: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Error"];
                    };
                };
                /** @description the store cannot be read now */
                503: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Error"];
                    };
                };
            };
        };
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/health": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** What became of every span; to a stranger, only the version. */
        get: {
            parameters: {
                query?: never;
                header?: never;
                path?: never;
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                /** @description the answer */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": {
                            version: string;
                        };
                    };
                };
            };
        };
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/jobs": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** What the server works on, or did since it started, newest first. */
        get: {
            parameters: {
                query?: never;
                header?: never;
                path?: never;
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                /** @description the answer */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Job"][];
                    };
                };
                /** @description something in the request is wrong; the sentence says what */
                400: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Error"];
                    };
                };
                /** @description this needs a sign-in or an API key */
                401: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Error"];
                    };
                };
                /** @description the role, the API key or the page that asks is not one that may */
                403: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Error"];
                    };
                };
                /** @description it is not there */
                404: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Error"];
                    };
                };
                /** @description something that is there, or is missing, is in the way */
                409: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Error"];
                    };
                };
                /** @description the store cannot be read now */
                503: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Error"];
                    };
                };
            };
        };
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/me": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Who asks; answered to strangers as well. */
        get: {
            parameters: {
                query?: never;
                header?: never;
                path?: never;
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                /** @description the answer */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Me"];
                    };
                };
                /** @description something in the request is wrong; the sentence says what */
                400: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Error"];
                    };
                };
                /** @description this needs a sign-in or an API key */
                401: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Error"];
                    };
                };
                /** @description the role, the API key or the page that asks is not one that may */
                403: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Error"];
                    };
                };
                /** @description it is not there */
                404: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Error"];
                    };
                };
                /** @description something that is there, or is missing, is in the way */
                409: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Error"];
                    };
                };
                /** @description the store cannot be read now */
                503: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Error"];
                    };
                };
            };
        };
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/openapi.json": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** This document. */
        get: {
            parameters: {
                query?: never;
                header?: never;
                path?: never;
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                /** @description the answer */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": Record<string, never>;
                    };
                };
            };
        };
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/overview": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Numbers beside those of the period before, what is new in it, and what needs somebody. */
        get: {
            parameters: {
                query?: {
                    /** @description only this application */
                    app?: string;
                    /** @description of which the pass rate is; else the one with most labels */
                    criterion?: string;
                    /** @description 24h, 7d, 30d, 90d or all, up to now */
                    range?: string;
                    /** @description or: from when, nanoseconds since 1970 */
                    since_ns?: number;
                    /** @description until before when */
                    until_ns?: number;
                };
                header?: never;
                path?: never;
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                /** @description the answer */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Overview"];
                    };
                };
                /** @description something in the request is wrong; the sentence says what */
                400: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Error"];
                    };
                };
                /** @description this needs a sign-in or an API key */
                401: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Error"];
                    };
                };
                /** @description the role, the API key or the page that asks is not one that may */
                403: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Error"];
                    };
                };
                /** @description it is not there */
                404: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Error"];
                    };
                };
                /** @description something that is there, or is missing, is in the way */
                409: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Error"];
                    };
                };
                /** @description the store cannot be read now */
                503: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Error"];
                    };
                };
            };
        };
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/people": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Somebody new who signs in. The first has to be an admin, and is signed in at once.
         * @description Needs the header `X-Genchi: 1`.
         */
        post: {
            parameters: {
                query?: never;
                header?: never;
                path?: never;
                cookie?: never;
            };
            requestBody: {
                content: {
                    "application/json": components["schemas"]["NewPerson"];
                };
            };
            responses: {
                /** @description the answer */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["AddedPerson"];
                    };
                };
                /** @description something in the request is wrong; the sentence says what */
                400: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Error"];
                    };
                };
                /** @description this needs a sign-in or an API key */
                401: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Error"];
                    };
                };
                /** @description the role, the API key or the page that asks is not one that may */
                403: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Error"];
                    };
                };
                /** @description it is not there */
                404: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Error"];
                    };
                };
                /** @description the body took too long to arrive */
                408: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Error"];
                    };
                };
                /** @description something that is there, or is missing, is in the way */
                409: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Error"];
                    };
                };
                /** @description the body is too large */
                413: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Error"];
                    };
                };
                /** @description too much at a time; Retry-After says when to send it again */
                429: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Error"];
                    };
                };
                /** @description the store cannot be read now */
                503: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Error"];
                    };
                };
            };
        };
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/people/{name}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        post?: never;
        /**
         * End a person's token; what they judged stays.
         * @description Needs the header `X-Genchi: 1`.
         */
        delete: {
            parameters: {
                query?: never;
                header?: never;
                path: {
                    /** @description their name */
                    name: string;
                };
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                /** @description the answer */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": Record<string, never>;
                    };
                };
                /** @description something in the request is wrong; the sentence says what */
                400: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Error"];
                    };
                };
                /** @description this needs a sign-in or an API key */
                401: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Error"];
                    };
                };
                /** @description the role, the API key or the page that asks is not one that may */
                403: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Error"];
                    };
                };
                /** @description it is not there */
                404: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Error"];
                    };
                };
                /** @description the body took too long to arrive */
                408: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Error"];
                    };
                };
                /** @description something that is there, or is missing, is in the way */
                409: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Error"];
                    };
                };
                /** @description the body is too large */
                413: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Error"];
                    };
                };
                /** @description too much at a time; Retry-After says when to send it again */
                429: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Error"];
                    };
                };
                /** @description the store cannot be read now */
                503: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Error"];
                    };
                };
            };
        };
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/pulse": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Numbers that change when something arrives for an application, and only then. */
        get: {
            parameters: {
                query?: {
                    /** @description only this application */
                    app?: string;
                };
                header?: never;
                path?: never;
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                /** @description the answer */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Pulse"];
                    };
                };
                /** @description something in the request is wrong; the sentence says what */
                400: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Error"];
                    };
                };
                /** @description this needs a sign-in or an API key */
                401: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Error"];
                    };
                };
                /** @description the role, the API key or the page that asks is not one that may */
                403: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Error"];
                    };
                };
                /** @description it is not there */
                404: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Error"];
                    };
                };
                /** @description something that is there, or is missing, is in the way */
                409: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Error"];
                    };
                };
                /** @description the store cannot be read now */
                503: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Error"];
                    };
                };
            };
        };
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/quality/trend": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** The rate of good outputs over time by fair labels, or of those that a check passes. */
        get: {
            parameters: {
                query?: {
                    /** @description only this application */
                    app?: string;
                    /** @description or: the spec of a check */
                    check?: string;
                    /** @description what the labels are about */
                    criterion?: string;
                    /** @description length of a stretch, such as 1h or 1d */
                    every?: string;
                    /** @description which spans, such as `model:gpt-4* latency:>2s refund` */
                    filter?: string;
                };
                header?: never;
                path?: never;
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                /** @description the answer */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["QualityPoint"][];
                    };
                };
                /** @description something in the request is wrong; the sentence says what */
                400: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Error"];
                    };
                };
                /** @description this needs a sign-in or an API key */
                401: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Error"];
                    };
                };
                /** @description the role, the API key or the page that asks is not one that may */
                403: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Error"];
                    };
                };
                /** @description it is not there */
                404: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Error"];
                    };
                };
                /** @description something that is there, or is missing, is in the way */
                409: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Error"];
                    };
                };
                /** @description the store cannot be read now */
                503: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Error"];
                    };
                };
            };
        };
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/review/actions": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Apply labels and undos in order, in one transaction; one that is known changes nothing.
         * @description Needs the header `X-Genchi: 1`.
         */
        post: {
            parameters: {
                query?: never;
                header?: never;
                path?: never;
                cookie?: never;
            };
            requestBody: {
                content: {
                    "application/json": components["schemas"]["ReviewActions"];
                };
            };
            responses: {
                /** @description the answer */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["ActionResults"];
                    };
                };
                /** @description something in the request is wrong; the sentence says what */
                400: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Error"];
                    };
                };
                /** @description this needs a sign-in or an API key */
                401: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Error"];
                    };
                };
                /** @description the role, the API key or the page that asks is not one that may */
                403: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Error"];
                    };
                };
                /** @description it is not there */
                404: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Error"];
                    };
                };
                /** @description the body took too long to arrive */
                408: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Error"];
                    };
                };
                /** @description something that is there, or is missing, is in the way */
                409: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Error"];
                    };
                };
                /** @description the body is too large */
                413: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Error"];
                    };
                };
                /** @description too much at a time; Retry-After says when to send it again */
                429: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Error"];
                    };
                };
                /** @description the store cannot be read now */
                503: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Error"];
                    };
                };
            };
        };
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/review/picks": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Put outputs into the queue by hand.
         * @description Needs the header `X-Genchi: 1`.
         */
        post: {
            parameters: {
                query?: never;
                header?: never;
                path?: never;
                cookie?: never;
            };
            requestBody: {
                content: {
                    "application/json": components["schemas"]["Picks"];
                };
            };
            responses: {
                /** @description the answer */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Picked"];
                    };
                };
                /** @description something in the request is wrong; the sentence says what */
                400: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Error"];
                    };
                };
                /** @description this needs a sign-in or an API key */
                401: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Error"];
                    };
                };
                /** @description the role, the API key or the page that asks is not one that may */
                403: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Error"];
                    };
                };
                /** @description it is not there */
                404: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Error"];
                    };
                };
                /** @description the body took too long to arrive */
                408: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Error"];
                    };
                };
                /** @description something that is there, or is missing, is in the way */
                409: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Error"];
                    };
                };
                /** @description the body is too large */
                413: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Error"];
                    };
                };
                /** @description too much at a time; Retry-After says when to send it again */
                429: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Error"];
                    };
                };
                /** @description the store cannot be read now */
                503: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Error"];
                    };
                };
            };
        };
        /**
         * Take picked outputs out of the queue.
         * @description Needs the header `X-Genchi: 1`.
         */
        delete: {
            parameters: {
                query?: never;
                header?: never;
                path?: never;
                cookie?: never;
            };
            requestBody: {
                content: {
                    "application/json": components["schemas"]["Picks"];
                };
            };
            responses: {
                /** @description the answer */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Unpicked"];
                    };
                };
                /** @description something in the request is wrong; the sentence says what */
                400: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Error"];
                    };
                };
                /** @description this needs a sign-in or an API key */
                401: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Error"];
                    };
                };
                /** @description the role, the API key or the page that asks is not one that may */
                403: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Error"];
                    };
                };
                /** @description it is not there */
                404: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Error"];
                    };
                };
                /** @description the body took too long to arrive */
                408: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Error"];
                    };
                };
                /** @description something that is there, or is missing, is in the way */
                409: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Error"];
                    };
                };
                /** @description the body is too large */
                413: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Error"];
                    };
                };
                /** @description too much at a time; Retry-After says when to send it again */
                429: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Error"];
                    };
                };
                /** @description the store cannot be read now */
                503: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Error"];
                    };
                };
            };
        };
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/review/proposals": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * A case from a bad output, and at most 8 checks that fail it, with what else they fail.
         * @description Needs the header `X-Genchi: 1`.
         */
        post: {
            parameters: {
                query?: never;
                header?: never;
                path?: never;
                cookie?: never;
            };
            requestBody: {
                content: {
                    "application/json": components["schemas"]["BadOutput"];
                };
            };
            responses: {
                /** @description the answer */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["ProposedAnswer"];
                    };
                };
                /** @description something in the request is wrong; the sentence says what */
                400: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Error"];
                    };
                };
                /** @description this needs a sign-in or an API key */
                401: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Error"];
                    };
                };
                /** @description the role, the API key or the page that asks is not one that may */
                403: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Error"];
                    };
                };
                /** @description it is not there */
                404: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Error"];
                    };
                };
                /** @description the body took too long to arrive */
                408: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Error"];
                    };
                };
                /** @description something that is there, or is missing, is in the way */
                409: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Error"];
                    };
                };
                /** @description the body is too large */
                413: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Error"];
                    };
                };
                /** @description too much at a time; Retry-After says when to send it again */
                429: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Error"];
                    };
                };
                /** @description the store cannot be read now */
                503: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Error"];
                    };
                };
            };
        };
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/review/queue": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * The next outputs to look at, leased to the reviewer for some minutes.
         * @description Needs the header `X-Genchi: 1`.
         */
        post: {
            parameters: {
                query?: never;
                header?: never;
                path?: never;
                cookie?: never;
            };
            requestBody: {
                content: {
                    "application/json": components["schemas"]["QueueWanted"];
                };
            };
            responses: {
                /** @description the answer */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["QueueBatch"];
                    };
                };
                /** @description something in the request is wrong; the sentence says what */
                400: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Error"];
                    };
                };
                /** @description this needs a sign-in or an API key */
                401: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Error"];
                    };
                };
                /** @description the role, the API key or the page that asks is not one that may */
                403: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Error"];
                    };
                };
                /** @description it is not there */
                404: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Error"];
                    };
                };
                /** @description the body took too long to arrive */
                408: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Error"];
                    };
                };
                /** @description something that is there, or is missing, is in the way */
                409: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Error"];
                    };
                };
                /** @description the body is too large */
                413: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Error"];
                    };
                };
                /** @description too much at a time; Retry-After says when to send it again */
                429: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Error"];
                    };
                };
                /** @description the store cannot be read now */
                503: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Error"];
                    };
                };
            };
        };
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/review/regressions": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Save the case in datasets/regressions.jsonl, and a check beside it.
         * @description Needs the header `X-Genchi: 1`.
         */
        post: {
            parameters: {
                query?: never;
                header?: never;
                path?: never;
                cookie?: never;
            };
            requestBody: {
                content: {
                    "application/json": components["schemas"]["NewRegression"];
                };
            };
            responses: {
                /** @description the answer */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["SavedRegression"];
                    };
                };
                /** @description something in the request is wrong; the sentence says what */
                400: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Error"];
                    };
                };
                /** @description this needs a sign-in or an API key */
                401: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Error"];
                    };
                };
                /** @description the role, the API key or the page that asks is not one that may */
                403: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Error"];
                    };
                };
                /** @description it is not there */
                404: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Error"];
                    };
                };
                /** @description the body took too long to arrive */
                408: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Error"];
                    };
                };
                /** @description something that is there, or is missing, is in the way */
                409: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Error"];
                    };
                };
                /** @description the body is too large */
                413: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Error"];
                    };
                };
                /** @description too much at a time; Retry-After says when to send it again */
                429: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Error"];
                    };
                };
                /** @description the store cannot be read now */
                503: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Error"];
                    };
                };
            };
        };
        /**
         * Take a saved case back, and the check that was saved beside it.
         * @description Needs the header `X-Genchi: 1`.
         */
        delete: {
            parameters: {
                query: {
                    /** @description only this application */
                    app?: string;
                    /** @description the id of the case */
                    case: string;
                    /** @description the spec of the check */
                    check?: string;
                };
                header?: never;
                path?: never;
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                /** @description the answer */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Nothing"];
                    };
                };
                /** @description something in the request is wrong; the sentence says what */
                400: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Error"];
                    };
                };
                /** @description this needs a sign-in or an API key */
                401: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Error"];
                    };
                };
                /** @description the role, the API key or the page that asks is not one that may */
                403: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Error"];
                    };
                };
                /** @description it is not there */
                404: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Error"];
                    };
                };
                /** @description the body took too long to arrive */
                408: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Error"];
                    };
                };
                /** @description something that is there, or is missing, is in the way */
                409: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Error"];
                    };
                };
                /** @description the body is too large */
                413: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Error"];
                    };
                };
                /** @description too much at a time; Retry-After says when to send it again */
                429: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Error"];
                    };
                };
                /** @description the store cannot be read now */
                503: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Error"];
                    };
                };
            };
        };
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/review/release": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Give leases back, when the page is left.
         * @description Needs the header `X-Genchi: 1`.
         */
        post: {
            parameters: {
                query?: never;
                header?: never;
                path?: never;
                cookie?: never;
            };
            requestBody: {
                content: {
                    "application/json": components["schemas"]["Released"];
                };
            };
            responses: {
                /** @description the answer */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Freed"];
                    };
                };
                /** @description something in the request is wrong; the sentence says what */
                400: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Error"];
                    };
                };
                /** @description this needs a sign-in or an API key */
                401: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Error"];
                    };
                };
                /** @description the role, the API key or the page that asks is not one that may */
                403: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Error"];
                    };
                };
                /** @description it is not there */
                404: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Error"];
                    };
                };
                /** @description the body took too long to arrive */
                408: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Error"];
                    };
                };
                /** @description something that is there, or is missing, is in the way */
                409: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Error"];
                    };
                };
                /** @description the body is too large */
                413: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Error"];
                    };
                };
                /** @description too much at a time; Retry-After says when to send it again */
                429: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Error"];
                    };
                };
                /** @description the store cannot be read now */
                503: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Error"];
                    };
                };
            };
        };
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/review/rota": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Whose turn it is to review, and how much of the last week was looked at. */
        get: {
            parameters: {
                query?: {
                    /** @description only this application */
                    app?: string;
                };
                header?: never;
                path?: never;
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                /** @description the answer */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Rota"];
                    };
                };
                /** @description something in the request is wrong; the sentence says what */
                400: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Error"];
                    };
                };
                /** @description this needs a sign-in or an API key */
                401: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Error"];
                    };
                };
                /** @description the role, the API key or the page that asks is not one that may */
                403: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Error"];
                    };
                };
                /** @description it is not there */
                404: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Error"];
                    };
                };
                /** @description something that is there, or is missing, is in the way */
                409: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Error"];
                    };
                };
                /** @description the store cannot be read now */
                503: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Error"];
                    };
                };
            };
        };
        /**
         * Say who reviews on which day of the week.
         * @description Needs the header `X-Genchi: 1`.
         */
        put: {
            parameters: {
                query?: {
                    /** @description only this application */
                    app?: string;
                };
                header?: never;
                path?: never;
                cookie?: never;
            };
            requestBody: {
                content: {
                    "application/json": components["schemas"]["NewRota"];
                };
            };
            responses: {
                /** @description the answer */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Rota"];
                    };
                };
                /** @description something in the request is wrong; the sentence says what */
                400: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Error"];
                    };
                };
                /** @description this needs a sign-in or an API key */
                401: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Error"];
                    };
                };
                /** @description the role, the API key or the page that asks is not one that may */
                403: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Error"];
                    };
                };
                /** @description it is not there */
                404: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Error"];
                    };
                };
                /** @description the body took too long to arrive */
                408: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Error"];
                    };
                };
                /** @description something that is there, or is missing, is in the way */
                409: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Error"];
                    };
                };
                /** @description the body is too large */
                413: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Error"];
                    };
                };
                /** @description too much at a time; Retry-After says when to send it again */
                429: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Error"];
                    };
                };
                /** @description the store cannot be read now */
                503: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Error"];
                    };
                };
            };
        };
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/review/summary": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** What a session of reviewing came to. */
        get: {
            parameters: {
                query: {
                    /** @description only this application */
                    app?: string;
                    /** @description the criterion */
                    criterion: string;
                    /** @description who reviewed; the person who signed in, if somebody did */
                    reviewer?: string;
                    /** @description when the session began, in ms since 1970 */
                    since_ms?: number;
                };
                header?: never;
                path?: never;
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                /** @description the answer */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["SessionSummary"];
                    };
                };
                /** @description something in the request is wrong; the sentence says what */
                400: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Error"];
                    };
                };
                /** @description this needs a sign-in or an API key */
                401: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Error"];
                    };
                };
                /** @description the role, the API key or the page that asks is not one that may */
                403: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Error"];
                    };
                };
                /** @description it is not there */
                404: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Error"];
                    };
                };
                /** @description something that is there, or is missing, is in the way */
                409: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Error"];
                    };
                };
                /** @description the store cannot be read now */
                503: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Error"];
                    };
                };
            };
        };
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/rows": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Spans with a line of what went in and came out, and what was said of each. */
        get: {
            parameters: {
                query?: {
                    /** @description where the last page ended */
                    after?: string;
                    /** @description also spans that stand within others */
                    all_spans?: boolean;
                    /** @description only this application */
                    app?: string;
                    /** @description which spans, such as `model:gpt-4* latency:>2s refund` */
                    filter?: string;
                    /** @description how many */
                    limit?: number;
                    /** @description the other way round */
                    oldest_first?: boolean;
                };
                header?: never;
                path?: never;
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                /** @description the answer */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Rows"];
                    };
                };
                /** @description something in the request is wrong; the sentence says what */
                400: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Error"];
                    };
                };
                /** @description this needs a sign-in or an API key */
                401: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Error"];
                    };
                };
                /** @description the role, the API key or the page that asks is not one that may */
                403: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Error"];
                    };
                };
                /** @description it is not there */
                404: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Error"];
                    };
                };
                /** @description something that is there, or is missing, is in the way */
                409: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Error"];
                    };
                };
                /** @description the store cannot be read now */
                503: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Error"];
                    };
                };
            };
        };
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/sample": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Spans chosen at random, the same for the same seed. */
        get: {
            parameters: {
                query?: {
                    /** @description also spans that stand within others */
                    all_spans?: boolean;
                    /** @description only this application */
                    app?: string;
                    /** @description a field: in equal parts from each of its values */
                    by?: string;
                    /** @description which spans, such as `model:gpt-4* latency:>2s refund` */
                    filter?: string;
                    /** @description how many */
                    n?: number;
                    /** @description another seed gives another sample */
                    seed?: number;
                };
                header?: never;
                path?: never;
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                /** @description the answer */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["SampledSpan"][];
                    };
                };
                /** @description something in the request is wrong; the sentence says what */
                400: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Error"];
                    };
                };
                /** @description this needs a sign-in or an API key */
                401: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Error"];
                    };
                };
                /** @description the role, the API key or the page that asks is not one that may */
                403: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Error"];
                    };
                };
                /** @description it is not there */
                404: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Error"];
                    };
                };
                /** @description something that is there, or is missing, is in the way */
                409: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Error"];
                    };
                };
                /** @description the store cannot be read now */
                503: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Error"];
                    };
                };
            };
        };
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/session": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Sign in: a cookie keeps the token for 30 days.
         * @description Needs the header `X-Genchi: 1`.
         */
        post: {
            parameters: {
                query?: never;
                header?: never;
                path?: never;
                cookie?: never;
            };
            requestBody: {
                content: {
                    "application/json": components["schemas"]["SignIn"];
                };
            };
            responses: {
                /** @description the answer */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Me"];
                    };
                };
                /** @description something in the request is wrong; the sentence says what */
                400: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Error"];
                    };
                };
                /** @description this needs a sign-in or an API key */
                401: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Error"];
                    };
                };
                /** @description the role, the API key or the page that asks is not one that may */
                403: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Error"];
                    };
                };
                /** @description it is not there */
                404: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Error"];
                    };
                };
                /** @description the body took too long to arrive */
                408: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Error"];
                    };
                };
                /** @description something that is there, or is missing, is in the way */
                409: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Error"];
                    };
                };
                /** @description the body is too large */
                413: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Error"];
                    };
                };
                /** @description too much at a time; Retry-After says when to send it again */
                429: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Error"];
                    };
                };
                /** @description the store cannot be read now */
                503: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Error"];
                    };
                };
            };
        };
        /**
         * Sign out in this browser.
         * @description Needs the header `X-Genchi: 1`.
         */
        delete: {
            parameters: {
                query?: never;
                header?: never;
                path?: never;
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                /** @description the answer */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": Record<string, never>;
                    };
                };
                /** @description something in the request is wrong; the sentence says what */
                400: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Error"];
                    };
                };
                /** @description this needs a sign-in or an API key */
                401: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Error"];
                    };
                };
                /** @description the role, the API key or the page that asks is not one that may */
                403: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Error"];
                    };
                };
                /** @description it is not there */
                404: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Error"];
                    };
                };
                /** @description the body took too long to arrive */
                408: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Error"];
                    };
                };
                /** @description something that is there, or is missing, is in the way */
                409: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Error"];
                    };
                };
                /** @description the body is too large */
                413: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Error"];
                    };
                };
                /** @description too much at a time; Retry-After says when to send it again */
                429: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Error"];
                    };
                };
                /** @description the store cannot be read now */
                503: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Error"];
                    };
                };
            };
        };
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/sessions/{session}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** The traces of a session, in order of time; without a key, `app` is needed. */
        get: {
            parameters: {
                query?: {
                    /** @description only this application */
                    app?: string;
                };
                header?: never;
                path: {
                    /** @description its id */
                    session: string;
                };
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                /** @description the answer */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["SessionTurn"][];
                    };
                };
                /** @description something in the request is wrong; the sentence says what */
                400: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Error"];
                    };
                };
                /** @description this needs a sign-in or an API key */
                401: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Error"];
                    };
                };
                /** @description the role, the API key or the page that asks is not one that may */
                403: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Error"];
                    };
                };
                /** @description it is not there */
                404: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Error"];
                    };
                };
                /** @description something that is there, or is missing, is in the way */
                409: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Error"];
                    };
                };
                /** @description the store cannot be read now */
                503: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Error"];
                    };
                };
            };
        };
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/settings": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** How this server works, and what it keeps. */
        get: {
            parameters: {
                query?: never;
                header?: never;
                path?: never;
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                /** @description the answer */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Settings"];
                    };
                };
                /** @description something in the request is wrong; the sentence says what */
                400: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Error"];
                    };
                };
                /** @description this needs a sign-in or an API key */
                401: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Error"];
                    };
                };
                /** @description the role, the API key or the page that asks is not one that may */
                403: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Error"];
                    };
                };
                /** @description it is not there */
                404: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Error"];
                    };
                };
                /** @description something that is there, or is missing, is in the way */
                409: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Error"];
                    };
                };
                /** @description the store cannot be read now */
                503: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Error"];
                    };
                };
            };
        };
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/spans/{app}/{trace}/{span}/payload": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** What went into a span and what came out; with `most` or `nodes` cut to what can be shown, and `cut` says where. */
        get: {
            parameters: {
                query?: {
                    /** @description as a file, whole */
                    download?: boolean;
                    /** @description characters of a text */
                    most?: number;
                    /** @description values in each other, in all */
                    nodes?: number;
                };
                header?: never;
                path: {
                    /** @description its application */
                    app: string;
                    /** @description its span id, 16 hexadecimal digits */
                    span: string;
                    /** @description its trace id, 32 hexadecimal digits */
                    trace: string;
                };
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                /** @description the answer */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Payload"];
                    };
                };
                /** @description something in the request is wrong; the sentence says what */
                400: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Error"];
                    };
                };
                /** @description this needs a sign-in or an API key */
                401: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Error"];
                    };
                };
                /** @description the role, the API key or the page that asks is not one that may */
                403: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Error"];
                    };
                };
                /** @description it is not there */
                404: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Error"];
                    };
                };
                /** @description something that is there, or is missing, is in the way */
                409: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Error"];
                    };
                };
                /** @description the store cannot be read now */
                503: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Error"];
                    };
                };
            };
        };
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/traces": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Spans without payloads, newest first, page by page. */
        get: {
            parameters: {
                query?: {
                    /** @description where the last page ended */
                    after?: string;
                    /** @description also spans that stand within others */
                    all_spans?: boolean;
                    /** @description only this application */
                    app?: string;
                    /** @description which spans, such as `model:gpt-4* latency:>2s refund` */
                    filter?: string;
                    /** @description how many */
                    limit?: number;
                    /** @description the other way round */
                    oldest_first?: boolean;
                };
                header?: never;
                path?: never;
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                /** @description the answer */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Page"];
                    };
                };
                /** @description something in the request is wrong; the sentence says what */
                400: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Error"];
                    };
                };
                /** @description this needs a sign-in or an API key */
                401: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Error"];
                    };
                };
                /** @description the role, the API key or the page that asks is not one that may */
                403: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Error"];
                    };
                };
                /** @description it is not there */
                404: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Error"];
                    };
                };
                /** @description something that is there, or is missing, is in the way */
                409: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Error"];
                    };
                };
                /** @description the store cannot be read now */
                503: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Error"];
                    };
                };
            };
        };
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/traces/{trace}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** The spans of a trace by start, without payloads. */
        get: {
            parameters: {
                query?: {
                    /** @description only this application */
                    app?: string;
                };
                header?: never;
                path: {
                    /** @description its id, or as much of its beginning as is unique */
                    trace: string;
                };
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                /** @description the answer */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Span"][];
                    };
                };
                /** @description something in the request is wrong; the sentence says what */
                400: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Error"];
                    };
                };
                /** @description this needs a sign-in or an API key */
                401: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Error"];
                    };
                };
                /** @description the role, the API key or the page that asks is not one that may */
                403: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Error"];
                    };
                };
                /** @description it is not there */
                404: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Error"];
                    };
                };
                /** @description something that is there, or is missing, is in the way */
                409: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Error"];
                    };
                };
                /** @description the store cannot be read now */
                503: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Error"];
                    };
                };
            };
        };
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/traces/{trace}/judged": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** What checks, people and users said of the spans of a trace, by span id. */
        get: {
            parameters: {
                query?: {
                    /** @description only this application */
                    app?: string;
                };
                header?: never;
                path: {
                    /** @description its id, or as much of its beginning as is unique */
                    trace: string;
                };
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                /** @description the answer */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": {
                            [key: string]: components["schemas"]["Said"];
                        };
                    };
                };
                /** @description something in the request is wrong; the sentence says what */
                400: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Error"];
                    };
                };
                /** @description this needs a sign-in or an API key */
                401: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Error"];
                    };
                };
                /** @description the role, the API key or the page that asks is not one that may */
                403: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Error"];
                    };
                };
                /** @description it is not there */
                404: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Error"];
                    };
                };
                /** @description something that is there, or is missing, is in the way */
                409: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Error"];
                    };
                };
                /** @description the store cannot be read now */
                503: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Error"];
                    };
                };
            };
        };
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/trend": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Measures over time; percentiles are of the latency in seconds, and exact. */
        get: {
            parameters: {
                query?: {
                    /** @description only this application */
                    app?: string;
                    /** @description a field: one point for each of its values */
                    by?: string;
                    /** @description length of a stretch, such as 15m, 1h or 1d */
                    every?: string;
                    /** @description which spans, such as `model:gpt-4* latency:>2s refund` */
                    filter?: string;
                    /** @description of count, errors, p50, p95, p99, tokens, cost, between commas */
                    of?: string;
                };
                header?: never;
                path?: never;
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                /** @description the answer */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["TrendPoint"][];
                    };
                };
                /** @description something in the request is wrong; the sentence says what */
                400: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Error"];
                    };
                };
                /** @description this needs a sign-in or an API key */
                401: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Error"];
                    };
                };
                /** @description the role, the API key or the page that asks is not one that may */
                403: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Error"];
                    };
                };
                /** @description it is not there */
                404: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Error"];
                    };
                };
                /** @description something that is there, or is missing, is in the way */
                409: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Error"];
                    };
                };
                /** @description the store cannot be read now */
                503: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Error"];
                    };
                };
            };
        };
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
}
export type webhooks = Record<string, never>;
export interface components {
    schemas: {
        /**
         * ActionResult
         * @description What became of an action; `also` are others who hold or labelled the same thing.
         */
        ActionResult: {
            also: string[];
            error: string | null;
            id: string;
            /** @enum {unknown} */
            outcome: "known" | "nothing" | "refused" | "stored" | "undone";
        };
        /**
         * ActionResults
         * @description One for each action, in their order.
         */
        ActionResults: {
            results: components["schemas"]["ActionResult"][];
        };
        /**
         * AddedPerson
         * @description A new person with the token, which is told this one time.
         */
        AddedPerson: {
            name: string;
            /** @enum {unknown} */
            role: "admin" | "reviewer" | "viewer";
            token: string;
        };
        /**
         * Agreement
         * @description How often two people say the same of one output, and beyond chance.
         */
        Agreement: {
            agree: components["schemas"]["Interval"] | null;
            kappa: components["schemas"]["Interval"] | null;
            n: number;
        };
        /**
         * AlignmentAnswer
         * @description Checks against people for one criterion. `trusted` and `few_labels` are those of
         *         `genchi.review.trusting`; `blind_spots` are the bad outputs that no telling check fails.
         */
        AlignmentAnswer: {
            alike: components["schemas"]["Alike"][];
            bad: number;
            blind_spots: components["schemas"]["ItemRef"][];
            checks: components["schemas"]["GradedCheck"][];
            confidence: number;
            criterion: string;
            detector: components["schemas"]["ChosenChecks"];
            disputed: number;
            few_labels: boolean;
            labelled: number;
            matrix: components["schemas"]["FailureMatrix"];
            minimal: components["schemas"]["ChosenChecks"];
            preferences: components["schemas"]["ComparedPairs"] | null;
            trusted: string[];
            uncaught: string[];
        };
        /**
         * Alike
         * @description Two checks that fail nearly the same outputs.
         */
        Alike: {
            a: string;
            b: string;
            jaccard: number;
        };
        /**
         * ApiKey
         * @description What is known of a key: never the key itself, only how it ends.
         */
        ApiKey: {
            app: string;
            created_ns: number;
            hint: string;
            id: number;
            /** @default null */
            revoked_ns: number | null;
            /**
             * @default app
             * @enum {unknown}
             */
            scope: "app" | "feedback";
        };
        /**
         * Application
         * @description One application: its spans and labels, its oldest and newest span, its criteria by name.
         */
        Application: {
            app: string;
            criteria: string[];
            first_ns: number | null;
            labels: number;
            last_ns: number | null;
            spans: number;
        };
        /**
         * BadOutput
         * @description The output that was found bad, and the part of it that somebody selected.
         */
        BadOutput: {
            app: string;
            criterion: string;
            /** @default null */
            selection: string | null;
            span_id: string;
            trace_id: string;
        };
        /**
         * CellItems
         * @description How many outputs are in a cell, and the first of them, oldest first.
         */
        CellItems: {
            items: components["schemas"]["ItemRef"][];
            n: number;
        };
        /**
         * Change
         * @description An output of which the check says something else than the one before did.
         */
        Change: {
            after: string;
            before: string | null;
            item: components["schemas"]["ItemRef"];
        };
        /**
         * CheckAgreed
         * @description How often a check says the same as the reviewer.
         */
        CheckAgreed: {
            agree: components["schemas"]["Interval"] | null;
            check: string;
            n: number;
        };
        /**
         * CheckedFilter
         * @description Whether a filter can be read; else why not, and from where to where (code points).
         */
        CheckedFilter: {
            /** @default null */
            end: number | null;
            /** @default null */
            error: string | null;
            ok: boolean;
            /** @default null */
            start: number | null;
        };
        /**
         * ChosenChecks
         * @description A set of checks; `note` says where it is not what was asked for.
         */
        ChosenChecks: {
            checks: string[];
            held_out: components["schemas"]["SetHeldOut"];
            in_sample: components["schemas"]["SampleShares"];
            note: string;
            optimal: boolean;
        };
        /**
         * ComparedPairs
         * @description Answers of people on pairs of outputs; in `decided` of the pairs they prefer one.
         */
        ComparedPairs: {
            checks: components["schemas"]["PreferencesOfCheck"][];
            decided: number;
            labels: number;
            pairs: number;
        };
        /**
         * Criterion
         * @description A criterion with what is known of it. `rate` is made of fair labels only.
         */
        Criterion: {
            comparisons: number;
            guidelines: string;
            labels: number;
            name: string;
            outputs: number;
            people: string[];
            rate: components["schemas"]["Interval"] | null;
            reasons: components["schemas"]["Reason"][];
            statement: string;
            statement_zh: string;
            steps: components["schemas"]["Step"][];
            title: string;
            title_zh: string;
            wordings: components["schemas"]["Wording"][];
        };
        Error: {
            /** @enum {unknown} */
            code?: "sign_in" | "role" | "needs_lab" | "not_found" | "conflict";
            error: string;
        };
        /**
         * Evidence
         * @description Where to look: characters `start` to `end` of `field` ("output" or "passages[2]").
         */
        Evidence: {
            end: number;
            /** @default output */
            field: string;
            /** @default  */
            note: string;
            start: number;
        };
        /**
         * Extras
         * @description Which optional parts are installed.
         */
        Extras: {
            checks: boolean;
            lab: boolean;
            parquet: boolean;
        };
        Facet: {
            field: string;
            missing: number;
            other: number;
            values: {
                count: number;
                value: string;
            }[];
        };
        /**
         * FailureColumn
         * @description A kind of failure and how many bad outputs have it; without a name: none was given.
         */
        FailureColumn: {
            n: number;
            name: string;
            title: string;
            title_zh: string;
        };
        /**
         * FailureMatrix
         * @description Which check catches which failure.
         */
        FailureMatrix: {
            failures: components["schemas"]["FailureColumn"][];
            rows: components["schemas"]["MatrixRow"][];
        };
        /**
         * Feedback
         * @description What somebody said of an output, or did with it.
         */
        Feedback: {
            at_ns: number;
            distance: number | null;
            id: string;
            kind: string;
            text: string | null;
            user: string | null;
            value: number | null;
        };
        /**
         * FeedbackBatch
         * @description Up to 100 events of one application; with an API key that says which.
         */
        FeedbackBatch: {
            /** @default null */
            app: string | null;
            events: components["schemas"]["FeedbackEvent"][];
        };
        /**
         * FeedbackEvent
         * @description One event as a sender gives it.
         */
        FeedbackEvent: {
            /** @default null */
            at_ms: number | null;
            /** @default null */
            criterion: string | null;
            /** @default null */
            distance: number | null;
            id: string;
            kind: string;
            /** @default null */
            original: string | null;
            /** @default null */
            span_id: string | null;
            /** @default null */
            text: string | null;
            trace_id: string;
            /** @default null */
            user: string | null;
            /** @default null */
            value: number | null;
        };
        /**
         * FeedbackTaken
         * @description How many events are new, and how many were there already.
         */
        FeedbackTaken: {
            known: number;
            stored: number;
        };
        /**
         * FilterField
         * @description A field: how its values are written, and some as examples. A name that ends in a dot goes on
         *         with one of the user's own.
         */
        FilterField: {
            about: string;
            examples: string[];
            /** @enum {unknown} */
            kind: "boolean" | "duration" | "judgement" | "number" | "text" | "time";
            name: string;
        };
        /**
         * Freed
         * @description The leases are given back.
         */
        Freed: Record<string, never>;
        /**
         * Given
         * @description A parameter of a check: what it is given, what it would be otherwise, and what it takes.
         */
        Given: {
            default: unknown;
            /** @enum {unknown} */
            kind: "boolean" | "list" | "number" | "other" | "text";
            name: string;
            required: boolean;
            value: unknown;
        };
        /**
         * GradedCheck
         * @description A grade with what it is worth on other outputs.
         */
        GradedCheck: {
            check: string;
            coverage: number | null;
            false_failure: number | null;
            fn: number;
            fp: number;
            held_out: components["schemas"]["HeldOutShares"];
            intervals: components["schemas"]["GradeLimits"];
            kappa: number | null;
            marked: components["schemas"]["MarkedShares"] | null;
            mcc: number | null;
            n: number;
            tn: number;
            tnr: number | null;
            tp: number;
            tpr: number | null;
            unmeasured: number;
            version: string;
        };
        /**
         * GradeLimits
         * @description The intervals of a grade, at the confidence of the alignment.
         */
        GradeLimits: {
            coverage: [
                number,
                number
            ] | null;
            false_failure: [
                number,
                number
            ] | null;
            kappa: [
                number,
                number
            ] | null;
            mcc: [
                number,
                number
            ] | null;
            tnr: [
                number,
                number
            ] | null;
            tpr: [
                number,
                number
            ] | null;
        };
        /**
         * GradeOfCheck
         * @description One check against people; None is not measurable. Positive means a bad output was caught.
         */
        GradeOfCheck: {
            check: string;
            coverage: number | null;
            false_failure: number | null;
            fn: number;
            fp: number;
            intervals: components["schemas"]["GradeLimits"];
            kappa: number | null;
            mcc: number | null;
            n: number;
            tn: number;
            tnr: number | null;
            tp: number;
            tpr: number | null;
            unmeasured: number;
            version: string;
        };
        /**
         * HeldOutShares
         * @description What a check does on outputs that did not choose it; `chosen` is how often it was.
         */
        HeldOutShares: {
            chosen: number;
            coverage: number | null;
            false_failure: number | null;
            intervals: components["schemas"]["ShareLimits"];
        };
        /**
         * Interval
         * @description An estimate with its confidence interval.
         *
         *         `value` is the plain estimate (the share, the mean, the difference), in the unit of the data.
         *         `low` and `high` bound it at `confidence` (0.95 means 95%); an interval for a proportion lies
         *         within [0, 1] and need not be symmetric about `value`. `n` is the number of observations the
         *         estimate rests on, and `method` says in words how the interval was computed.
         *
         *         >>> Interval(0.8, 0.71, 0.87, 0.95, 100, "wilson").high
         *         0.87
         */
        Interval: {
            confidence: number;
            high: number;
            low: number;
            method: string;
            n: number;
            value: number;
        };
        /**
         * Item
         * @description One output, or two to compare, and why it is shown.
         */
        Item: {
            flip: boolean;
            id: string;
            inclusion: number | null;
            key: components["schemas"]["Key"];
            other: components["schemas"]["Key"] | null;
            other_view: components["schemas"]["View"] | null;
            view: components["schemas"]["View"];
            /** @enum {unknown} */
            why: "filter" | "likely_bad" | "picked" | "random" | "second" | "typical" | "uncertain" | "unlike";
        };
        /**
         * ItemLabel
         * @description What a person said of an output: from 0 (bad) to 1 (good).
         */
        ItemLabel: {
            annotator: string;
            value: number | null;
        };
        /**
         * ItemRef
         * @description One output: a line of what was asked and of what came out, and who said what.
         */
        ItemRef: {
            failures: string[];
            input_preview: string;
            key: components["schemas"]["Key"];
            labels: components["schemas"]["ItemLabel"][];
            output_preview: string;
            verdict: components["schemas"]["Verdict"] | null;
        };
        /**
         * Job
         * @description One piece of work; it is running from the moment it was asked for. `total` 0: not known.
         */
        Job: {
            app: string;
            done: number;
            error: string | null;
            id: string;
            kind: string;
            started_ns: number;
            /** @enum {unknown} */
            state: "done" | "failed" | "running";
            total: number;
        };
        /**
         * Keep
         * @description Keep spans so many days, or as many as fit into so many bytes; None is no limit.
         *
         *         A rule for an application counts there instead of the rule for all (`app` None). The bytes of
         *         some applications are their share of the spans of the used part of the file. `labelled` says
         *         that spans with labels go too.
         */
        Keep: {
            /** @default null */
            app: string | null;
            /** @default null */
            days: number | null;
            /** @default false */
            labelled: boolean;
            /** @default null */
            max_bytes: number | null;
        };
        /**
         * Key
         * @description Which span of an application.
         */
        Key: {
            span_id: string;
            trace_id: string;
        };
        /**
         * Label
         * @description What a person said. `start` and `end` are Unicode code points of the output.
         */
        Label: {
            annotator: string;
            blind: boolean;
            correction: string | null;
            created_ns: number;
            criterion: string;
            end: number | null;
            failure: string | null;
            kind: string;
            other: components["schemas"]["Key"] | null;
            passage: number | null;
            reason: string;
            start: number | null;
            value: number | null;
            why: string;
        };
        /**
         * LabelMean
         * @description A criterion, and the mean of what people said last (null: nobody could say).
         */
        LabelMean: {
            criterion: string;
            value: number | null;
        };
        /**
         * Leaving
         * @description Something that is sent away from this machine, and where to.
         */
        Leaving: {
            what: string;
            where: string;
        };
        /**
         * Listed
         * @description A check with what it has said so far.
         *
         *         `origin` is where it comes from: a line saved in review, a file of the project, the library, or
         *         nowhere that is known any more (its verdicts came with an import, or its file is gone).
         *         `editable` says that it has parameters to change, or a line in the file of review.
         */
        Listed: {
            description: string;
            editable: boolean;
            name: string;
            /** @enum {unknown} */
            origin: "library" | "project" | "recorded" | "review";
            parameters: components["schemas"]["Given"][];
            signature: string;
            spec: string;
            verdicts: {
                [key: string]: number;
            };
            version: string | null;
        };
        /**
         * LookAgain
         * @description An output of which the reviewer said one thing, and a person or a check another.
         */
        LookAgain: {
            key: components["schemas"]["Key"];
            other: string;
            output_preview: string;
            said: number;
            you: number;
        };
        /**
         * MarkedShares
         * @description How the evidence of a check meets the pieces that people marked.
         */
        MarkedShares: {
            f1: number | null;
            precision: number | null;
            recall: number | null;
        };
        /**
         * Marker
         * @description The moment from which a prompt version or a model is seen that was not seen before.
         */
        Marker: {
            at_ns: number;
            field: string;
            value: string;
        };
        /**
         * MatrixRow
         * @description How many of each failure a check catches.
         */
        MatrixRow: {
            caught: number[];
            check: string;
        };
        /**
         * Me
         * @description Who asks, as the server knows them. `people` says whether there is anybody to sign in.
         */
        Me: {
            name: string | null;
            needs_sign_in: boolean;
            people: boolean;
            /** @enum {unknown} */
            role: "admin" | "reviewer" | "viewer";
            signed_in: boolean;
            version: string;
        };
        Message: {
            parts: Record<string, never>[];
            role: string;
        };
        /**
         * Need
         * @description Something to look at: what it is, its numbers, and the page of the app to look at it on.
         */
        Need: {
            /** @enum {unknown} */
            code: "bad_feedback" | "check_failing" | "disagree" | "errors_up" | "latency_up" | "no_criteria" | "no_labels" | "review_due" | "unknown_cost";
            to: string;
            values: Record<string, never>;
        };
        /**
         * NewCheck
         * @description A check to save in the project.
         */
        NewCheck: {
            app: string;
            /** @default null */
            replaces: string | null;
            spec: string;
        };
        /**
         * NewPerson
         * @description Somebody who is to sign in.
         */
        NewPerson: {
            name: string;
            role: string;
        };
        /**
         * NewReason
         * @description A way to be bad, to be named.
         */
        NewReason: {
            /** @default  */
            description: string;
            title: string;
            /** @default  */
            title_zh: string;
        };
        /**
         * NewRegression
         * @description The case to save: its reference where it is not the correction, and a check beside it.
         */
        NewRegression: {
            app: string;
            /** @default null */
            check: string | null;
            criterion: string;
            /** @default null */
            reference: string | null;
            span_id: string;
            trace_id: string;
        };
        /**
         * NewRota
         * @description Who shall review on which day, Monday first; null is nobody.
         */
        NewRota: {
            days: (string | null)[];
        };
        /**
         * NewRun
         * @description Checks to run over all outputs; None: the project's, or the library's defaults.
         */
        NewRun: {
            app: string;
            /** @default null */
            specs: string[] | null;
        };
        /**
         * NewTrial
         * @description A check to try, and the one that it would replace.
         */
        NewTrial: {
            app: string;
            /** @default null */
            before: string | null;
            criterion: string;
            spec: string;
        };
        /**
         * NewWording
         * @description A criterion as it shall be worded from now on.
         */
        NewWording: {
            /** @default  */
            guidelines: string;
            statement: string;
            /** @default  */
            statement_zh: string;
            steps?: components["schemas"]["Step"][];
            /** @default  */
            title: string;
            /** @default  */
            title_zh: string;
        };
        /**
         * Nothing
         * @description It is done.
         */
        Nothing: Record<string, never>;
        OutcomeCounts: {
            error: number;
            fail: number;
            pass: number;
            skip: number;
        };
        /**
         * Overview
         * @description What the first page shows; `criterion` is the one that the pass rate is of.
         */
        Overview: {
            criterion: string | null;
            markers: components["schemas"]["Marker"][];
            needs: components["schemas"]["Need"][];
            tiles: components["schemas"]["Tile"][];
        };
        Page: {
            after: string | null;
            spans: components["schemas"]["Span"][];
        };
        /**
         * Parts
         * @description Which part of the queue each share of the recipe has.
         */
        Parts: {
            likely_bad: number;
            random: number;
            uncertain: number;
            unlike: number;
        };
        /**
         * Passage
         * @description A piece of a document: where it stands, what it says, why it was found.
         */
        Passage: {
            /** @default  */
            document: string;
            /** @default  */
            id: string;
            metadata: Record<string, never>;
            scores: {
                [key: string]: number;
            };
            /** @default  */
            tenant: string;
            text: string;
        };
        Payload: {
            attributes: Record<string, never>;
            cut?: {
                characters: number;
                path: string;
            }[];
            events: Record<string, never>[];
            inputs: Record<string, never>;
            messages: components["schemas"]["Message"][];
            metadata: Record<string, never>;
            origin: Record<string, never>;
            output: unknown;
            output_messages: components["schemas"]["Message"][];
            passages: Record<string, never>[];
            reference: unknown;
        };
        /**
         * Person
         * @description What is known of a person: never the token itself, only how it ends.
         */
        Person: {
            created_ns: number;
            hint: string;
            name: string;
            /** @enum {unknown} */
            role: "admin" | "reviewer" | "viewer";
        };
        /**
         * Picked
         * @description Those that were not waiting already: what an undo takes back.
         */
        Picked: {
            added: components["schemas"]["Key"][];
        };
        /**
         * Picks
         * @description Outputs picked by hand, for one criterion or (null) whichever is reviewed next.
         */
        Picks: {
            app: string;
            /** @default null */
            criterion: string | null;
            /** @default null */
            reviewer: string | null;
            spans: components["schemas"]["Key"][];
        };
        /**
         * PlacedFeedback
         * @description The same with the output it is about; without `span_id`, a whole trace.
         */
        PlacedFeedback: {
            at_ns: number;
            distance: number | null;
            id: string;
            kind: string;
            span_id: string | null;
            text: string | null;
            trace_id: string;
            user: string | null;
            value: number | null;
        };
        /**
         * PreferencesOfCheck
         * @description A check on pairs of which people prefer one: `agree` is of the `told` that it tells apart.
         */
        PreferencesOfCheck: {
            agree: number | null;
            agree_interval: [
                number,
                number
            ] | null;
            agrees: number;
            alike: number;
            check: string;
            p: number | null;
            p_adjusted: number | null;
            told: number;
            unmeasured: number;
            version: string;
        };
        /**
         * Progress
         * @description How many outputs the reviewer has labelled today, of how many, and how many wait.
         */
        Progress: {
            done_today: number;
            goal: number;
            waiting: number;
        };
        /**
         * ProposedAnswer
         * @description A case and checks, best first; `tried` of `labelled` outputs were reached in the time.
         */
        ProposedAnswer: {
            candidates: components["schemas"]["ProposedCheck"][];
            case: components["schemas"]["ProposedCase"];
            labelled: number;
            tried: number;
        };
        /**
         * ProposedCase
         * @description The case that asks the same again; `exists` says that it is in the dataset already.
         */
        ProposedCase: {
            exists: boolean;
            id: string;
            inputs: Record<string, never>;
            reference: unknown;
        };
        /**
         * ProposedCheck
         * @description A check that fails this output; intervals are Wilson's, over the outputs it was tried on.
         */
        ProposedCheck: {
            bad: number;
            catches: components["schemas"]["Interval"] | null;
            caught: number;
            caught_examples: components["schemas"]["ItemRef"][];
            description: string;
            good: number;
            recent: components["schemas"]["RecentOutputs"];
            spec: string;
            wrong: number;
            wrong_examples: components["schemas"]["ItemRef"][];
            wrongly_fails: components["schemas"]["Interval"] | null;
        };
        /**
         * Pulse
         * @description Numbers that only grow, each when something of its kind arrives for the application.
         *
         *         Their differences are what counts: they begin at what was there when the server started, of
         *         whatever application. `labels` grows with what is taken back as well.
         */
        Pulse: {
            feedback: number;
            labels: number;
            spans: number;
            verdicts: number;
        };
        /**
         * QualityPoint
         * @description One stretch of time: the rate with its limits, of `n` outputs.
         */
        QualityPoint: {
            high: number | null;
            low: number | null;
            n: number;
            start_ns: number;
            value: number | null;
        };
        /**
         * QueueBatch
         * @description The next items; `ended` says that there are no more now. `plan` is null without a guess.
         */
        QueueBatch: {
            ended: boolean;
            items: components["schemas"]["Item"][];
            lease_seconds: number;
            plan: components["schemas"]["Parts"] | null;
            progress: components["schemas"]["Progress"];
        };
        /**
         * QueueWanted
         * @description What a reviewer asks for; `have` are ids of items they still hold, which are leased on.
         */
        QueueWanted: {
            app: string;
            criterion: string;
            /** @default null */
            filter: string | null;
            have?: string[];
            limit: number;
            /**
             * @default single
             * @enum {unknown}
             */
            mode: "pair" | "single";
            /** @default null */
            reviewer: string | null;
            /**
             * @default recipe
             * @enum {unknown}
             */
            source: "filter" | "picked" | "recipe" | "second";
        };
        /**
         * Reason
         * @description A way to be bad, and how many labels name it.
         */
        Reason: {
            description: string;
            labels: number;
            name: string;
            title: string;
            title_zh: string;
        };
        /**
         * RecentOutputs
         * @description How many recent outputs a check judged and would fail, with some of those.
         */
        RecentOutputs: {
            examples: components["schemas"]["ItemRef"][];
            failed: number;
            n: number;
        };
        /**
         * Released
         * @description Items that a reviewer gives back.
         */
        Released: {
            app: string;
            criterion: string;
            ids: string[];
            /** @default null */
            reviewer: string | null;
        };
        /**
         * ReviewActions
         * @description Actions of one reviewer, in the order in which they did them.
         */
        ReviewActions: {
            actions: ({
                /** @default [] */
                answers: ("no" | "yes")[];
                at_ms: number;
                blind: boolean;
                /** @default null */
                correction: string | null;
                criterion: string;
                /** @default null */
                failure: string | null;
                id: string;
                /** @default null */
                inclusion: number | null;
                /** @enum {unknown} */
                kind: "label";
                ms: number;
                /** @default  */
                reason: string;
                /** @default null */
                side: ("left" | "right") | null;
                /**
                 * LabelTarget
                 * @description What a label is about: an output, a piece of it, a passage, or it and `other`.
                 */
                target: {
                    /** @default null */
                    end: number | null;
                    /** @enum {unknown} */
                    kind: "output" | "passage" | "piece" | "preference";
                    /** @default null */
                    other: {
                        span_id: string;
                        trace_id: string;
                    } | null;
                    /** @default null */
                    passage: number | null;
                    span_id: string;
                    /** @default null */
                    start: number | null;
                    trace_id: string;
                };
                value: number | null;
                why: ("filter" | "likely_bad" | "picked" | "random" | "second" | "typical" | "uncertain" | "unlike") | "";
            } | {
                at_ms: number;
                id: string;
                /** @enum {unknown} */
                kind: "undo";
                of: string;
            })[];
            app: string;
            /** @default null */
            reviewer: string | null;
        };
        /**
         * Rota
         * @description Who reviews on which day, Monday first, and how much of the last week was looked at.
         */
        Rota: {
            days: (string | null)[];
            people: string[];
            recorded: number;
            reviewed: number;
            share: components["schemas"]["Interval"] | null;
            since_days: number;
            today: string | null;
        };
        /**
         * Round
         * @description The first `labels` labels, up to a time, against a check; None is not measurable.
         */
        Round: {
            agreement: components["schemas"]["Interval"] | null;
            coverage: components["schemas"]["Interval"] | null;
            false_failure: components["schemas"]["Interval"] | null;
            kappa: components["schemas"]["Interval"] | null;
            labels: number;
            to_ns: number;
        };
        /**
         * Row
         * @description A span as a list shows it.
         */
        Row: {
            feedback: components["schemas"]["Tally"][];
            input_preview: string;
            labels: components["schemas"]["LabelMean"][];
            output_preview: string;
            span: components["schemas"]["Span"];
            verdicts: components["schemas"]["OutcomeCounts"];
        };
        /**
         * Rows
         * @description A page of a list; `after` is where the next one begins.
         */
        Rows: {
            after: string | null;
            rows: components["schemas"]["Row"][];
        };
        /**
         * Said
         * @description All that was said of one span.
         */
        Said: {
            feedback: components["schemas"]["Feedback"][];
            labels: components["schemas"]["Label"][];
            verdicts: components["schemas"]["Verdict"][];
        };
        SampledSpan: {
            app: string;
            cached_tokens: number | null;
            cost: number | null;
            duration_ns: number | null;
            first_token: number | null;
            inclusion: number;
            input_tokens: number | null;
            model: string | null;
            name: string;
            operation: string;
            output_tokens: number | null;
            parent_id: string | null;
            prompt_version: string | null;
            reasoning_tokens: number | null;
            response_model: string | null;
            session: string | null;
            span_id: string;
            start_ns: number;
            /** @enum {unknown} */
            status: "ok" | "error";
            status_message: string | null;
            trace_id: string;
            user: string | null;
        };
        /**
         * SampleShares
         * @description What a set does on the outputs that chose it.
         */
        SampleShares: {
            alignment: number | null;
            coverage: number | null;
            false_failure: number | null;
        };
        /**
         * SavedCheck
         * @description Where a check was saved, and the job that judges with it.
         */
        SavedCheck: {
            file: string;
            job: string;
            spec: string;
        };
        /**
         * SavedRegression
         * @description Where the case and the check were saved, and the job that judges with the check.
         */
        SavedRegression: {
            case_id: string;
            check: string | null;
            dataset: string;
            file: string | null;
            job: string | null;
        };
        /**
         * SessionReason
         * @description A reason that the reviewer gave, how often, and whether for the first time.
         */
        SessionReason: {
            n: number;
            name: string;
            new: boolean;
            title: string;
            title_zh: string;
        };
        /**
         * SessionSummary
         * @description What a session came to. `rate` is of the random share of everybody, of the last 30 days.
         */
        SessionSummary: {
            agreement: components["schemas"]["Agreement"];
            bad: number;
            checks: components["schemas"]["CheckAgreed"][];
            good: number;
            labelled: number;
            look_again: components["schemas"]["LookAgain"][];
            random_labels: number;
            rate: components["schemas"]["Interval"] | null;
            reasons: components["schemas"]["SessionReason"][];
            seconds_each: number | null;
            unsure: number;
        };
        SessionTurn: {
            errors: number;
            root: components["schemas"]["Span"];
            spans: number;
        };
        /**
         * SetHeldOut
         * @description What a set does on outputs that did not choose it.
         */
        SetHeldOut: {
            alignment: number | null;
            alignment_interval: [
                number,
                number
            ] | null;
            coverage: number | null;
            false_failure: number | null;
            folds: number;
            intervals: components["schemas"]["ShareLimits"];
            reason: string;
            repeats: number;
        };
        /**
         * Settings
         * @description How this server works. Keys and people are shown to admins; what leaves is empty: nothing.
         */
        Settings: {
            extras: components["schemas"]["Extras"];
            keys: components["schemas"]["ApiKey"][];
            leaves: components["schemas"]["Leaving"][];
            loopback: boolean;
            origins: string[];
            people: components["schemas"]["Person"][];
            project: string;
            redact: string[];
            retention: components["schemas"]["Keep"][];
            store: components["schemas"]["StoreFile"];
            url: string;
            version: string;
        };
        /**
         * ShareLimits
         * @description The intervals of two shares.
         */
        ShareLimits: {
            coverage: [
                number,
                number
            ] | null;
            false_failure: [
                number,
                number
            ] | null;
        };
        /**
         * SignIn
         * @description The token that `genchi people add` told.
         */
        SignIn: {
            token: string;
        };
        Span: {
            app: string;
            cached_tokens: number | null;
            cost: number | null;
            duration_ns: number | null;
            first_token: number | null;
            input_tokens: number | null;
            model: string | null;
            name: string;
            operation: string;
            output_tokens: number | null;
            parent_id: string | null;
            prompt_version: string | null;
            reasoning_tokens: number | null;
            response_model: string | null;
            session: string | null;
            span_id: string;
            start_ns: number;
            /** @enum {unknown} */
            status: "ok" | "error";
            status_message: string | null;
            trace_id: string;
            user: string | null;
        };
        /**
         * StartedJob
         * @description The id of a job in `/api/jobs`.
         */
        StartedJob: {
            job: string;
        };
        /**
         * Step
         * @description One yes/no question on the way to a verdict; an answer `bad_when` makes the output bad.
         */
        Step: {
            /**
             * @default no
             * @enum {unknown}
             */
            bad_when: "no" | "yes";
            question: string;
            /** @default  */
            question_zh: string;
            /** @default null */
            reason: string | null;
        };
        /**
         * StoreFile
         * @description Where everything is kept, and how much of the disk it takes.
         */
        StoreFile: {
            bytes: number;
            path: string;
        };
        /**
         * Tally
         * @description How much feedback of one kind there is; `mean` is of its values, of an edit its distances.
         */
        Tally: {
            kind: string;
            mean: number | null;
            n: number;
        };
        /**
         * Tile
         * @description One number: now, with its interval where it has one, before, and in each part of the period.
         *
         *         `n` is how many observations it rests on. None is unknown: nothing of the kind was recorded.
         */
        Tile: {
            before: number | null;
            before_interval: components["schemas"]["Interval"] | null;
            interval: components["schemas"]["Interval"] | null;
            n: number;
            /** @enum {unknown} */
            name: "cost" | "errors" | "feedback" | "p95" | "pass_rate" | "volume";
            series: (number | null)[];
            value: number | null;
        };
        /**
         * ToolUse
         * @description A tool that the application used.
         */
        ToolUse: {
            arguments: unknown;
            duration_ns: number | null;
            error: boolean;
            name: string;
            result: unknown;
        };
        TrendPoint: {
            group: string | null;
            start_ns: number;
            values: {
                cost?: number | null;
                count?: number | null;
                errors?: number | null;
                p50?: number | null;
                p95?: number | null;
                p99?: number | null;
                tokens?: number | null;
            };
        };
        /**
         * TrialAnswer
         * @description What a check says of the labelled outputs and of recent ones; nothing of it is stored.
         */
        TrialAnswer: {
            after: components["schemas"]["GradeOfCheck"];
            before: components["schemas"]["GradeOfCheck"] | null;
            changed: components["schemas"]["Change"][];
            recent: components["schemas"]["RecentOutputs"];
            spec: string;
            version: string;
        };
        /**
         * Unpicked
         * @description How many were taken back.
         */
        Unpicked: {
            removed: number;
        };
        /**
         * Verdict
         * @description What a check said. Places are Unicode code points from the start of the field.
         */
        Verdict: {
            check: string;
            evidence: components["schemas"]["Evidence"][];
            /** @enum {unknown} */
            outcome: "error" | "fail" | "pass" | "skip";
            reason: string;
            score: number | null;
        };
        /**
         * View
         * @description All that a reviewer sees of an output.
         */
        View: {
            asked: string;
            cut: boolean;
            feedback: components["schemas"]["Feedback"][];
            labels: components["schemas"]["Label"][];
            messages: components["schemas"]["Message"][];
            metadata: Record<string, never>;
            output: unknown;
            output_text: string;
            passages: components["schemas"]["Passage"][];
            reference: unknown;
            sentences: [
                number,
                number
            ][];
            span: components["schemas"]["Span"];
            system: string | null;
            tools: components["schemas"]["ToolUse"][];
            verdicts: components["schemas"]["Verdict"][];
        };
        /**
         * Wording
         * @description What a criterion said from a time on.
         */
        Wording: {
            created_ns: number;
            statement: string;
        };
    };
    responses: never;
    parameters: never;
    requestBodies: never;
    headers: never;
    pathItems: never;
}
export type $defs = Record<string, never>;
export type operations = Record<string, never>;
